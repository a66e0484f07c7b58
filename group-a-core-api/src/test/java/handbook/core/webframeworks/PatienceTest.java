package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(120)
class PatienceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1); // Micronaut counts whole ones

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "MICROWEB")
    @DisplayName("A connection on which half a request came is given up, by Javalin, Micronaut and Spring Boot, when nothing follows")
    void halfRequests(Framework framework) throws Exception {
        var whole = Requests.post(Requests.TEA);
        try (var api = framework.start(Setup.hardened(new Orders()).withPatience(PATIENCE));
                var inHead = RawHttp.open(api.port());
                var inBody = RawHttp.open(api.port())) {
            send(inHead, whole.substring(0, 30));
            send(inBody, whole.substring(0, whole.length() - 5));
            assertThat(RawHttp.read(inHead).status()).isIn(0, 400, 408); // comes back, or fails after 20 s
            assertThat(RawHttp.read(inBody).status()).isIn(0, 400, 408);
            assertThat(RawHttp.send(api.port(), whole).status()).isEqualTo(201);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
