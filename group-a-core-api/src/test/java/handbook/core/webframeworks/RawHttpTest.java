package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RawHttpTest {
    @Test
    void chunksAreCountedInBytes() throws IOException {
        var answer = answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n€\r\n1\r\n!\r\n0\r\n\r\n");
        assertThat(answer.body().getBytes(StandardCharsets.ISO_8859_1)).asString(StandardCharsets.UTF_8)
                .isEqualTo("€!");
    }

    @Test
    void whatIsNotHttpIsAFailureOfTheConnection() {
        assertThatThrownBy(() -> answer("HTTP\r\n\r\n")).isInstanceOf(IOException.class).hasMessage("not HTTP");
        assertThatThrownBy(() -> answer("HTTP/1.1 OK\r\n\r\n")).hasMessage("not HTTP");
    }

    private static RawHttp.Answer answer(String text) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = RawHttp.open(server.getLocalPort())) {
            try (var accepted = server.accept()) {
                accepted.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            }
            return RawHttp.read(client);
        }
    }
}
