package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.RunResult;
import handbook.support.process.ChildJvm;

class SameApiExampleTest {
    @Test
    void oneServerServesUntilItIsEnded() throws IOException {
        try (var child = ChildJvm.start(SameApiExample.class, List.of(), "0", "--serve", "MICROWEB")) {
            var address = child.awaitLine("MicroWeb serves http://127.0.0.1:");
            var port = Integer.parseInt(address.substring(0, address.indexOf('/')));
            assertThat(RawHttp.send(port, Requests.post(Requests.TEA)).status()).isEqualTo(201);
            child.terminate();
            assertThat(child.join().err()).isEmpty();
        }
    }

    @Test
    void aBusyPortIsOneLine() throws IOException {
        try (var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refused(busy.getLocalPort() + " --serve JAVALIN")).contains("is in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "8080", "x", "0 --serve", "0 --serve FLASK", "1 2"})
    void badArgumentsAreOneLine(String arguments) {
        assertThat(refused(arguments)).startsWith("web-same-api-thrice: ");
    }

    private static String refused(String arguments) {
        return RunResult.of(new SameApiExample(), arguments.split(" ")).refusal();
    }
}
