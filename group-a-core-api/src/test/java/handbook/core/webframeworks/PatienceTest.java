package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PatienceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1); // Micronaut counts whole ones

    @Test
    @DisplayName("Told to wait 1 s, Javalin, Micronaut and Spring Boot give up a connection on which half a request came")
    void halfRequests() throws Exception {
        var next = Framework.sideBySide(Framework.LIBRARIES, PatienceTest::statusAfterHalfRequests);
        assertThat(next).containsOnly(201).hasSize(3);
    }

    private static int statusAfterHalfRequests(Framework framework) throws IOException {
        var whole = Requests.post(Requests.TEA);
        try (var api = framework.start(Setup.hardened(new Orders()).withPatience(PATIENCE));
                var inHead = RawHttp.open(api.port());
                var inBody = RawHttp.open(api.port())) {
            send(inHead, whole.substring(0, 30));
            send(inBody, whole.substring(0, whole.length() - 5));
            assertThat(RawHttp.read(inHead).status()).isIn(0, 400, 408); // comes back, or fails after 20 s
            assertThat(RawHttp.read(inBody).status()).isIn(0, 400, 408);
            return RawHttp.send(api.port(), whole).status();
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
