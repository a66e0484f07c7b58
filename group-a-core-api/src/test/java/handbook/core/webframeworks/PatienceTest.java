package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.webframeworks.RawHttp.Answer;

@Timeout(120)
class PatienceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1); // Micronaut counts whole ones

    @Test
    @DisplayName("Told to wait 1 s, Javalin, Micronaut and Spring Boot give up a connection on which half a request came")
    void halfRequests() throws Exception {
        var answered = Framework.sideBySide(Framework.LIBRARIES, PatienceTest::isAnsweredAfterHalfRequests);
        assertThat(answered).containsOnly(true).hasSize(3);
    }

    private static boolean isAnsweredAfterHalfRequests(Framework framework) throws IOException {
        var whole = Requests.post(Requests.TEA);
        try (var trial = Trial.patient(framework, PATIENCE); var inHead = trial.open(); var inBody = trial.open()) {
            send(inHead, whole.substring(0, 30));
            send(inBody, whole.substring(0, whole.length() - 5));
            assertThat(RawHttp.read(inHead).status()).isIn(0, 400, 408); // comes back, or fails after 20 s
            assertThat(RawHttp.read(inBody).status()).isIn(0, 400, 408);
            awaitCreated(trial);
            return true;
        }
    }

    /// A cold server may take longer than its patience.
    private static void awaitCreated(Trial trial) {
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> trial.send(Requests.post(Requests.TEA)).status() == 201);
    }

    @Test
    void onlyMicronautGivesUpAHandlerTooThatTakesLonger() throws Exception {
        try (var javalin = Trial.patient(Framework.JAVALIN, PATIENCE);
                var spring = Trial.patient(Framework.SPRING, PATIENCE);
                var micronaut = Trial.patient(Framework.MICRONAUT, PATIENCE)) {
            var answers = List.of(gated(javalin), gated(spring));
            assertThat(gated(micronaut).get().status()).isZero(); // it came last, so that the others are held longer
            assertThat(micronaut.gate().inside()).isEqualTo(1);
            javalin.gate().open();
            spring.gate().open();
            for (var answer : answers) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
    }

    private static FutureTask<Answer> gated(Trial trial) throws InterruptedException {
        awaitCreated(trial);
        var answer = new FutureTask<>(() -> trial.send(Requests.get("/orders/" + Trial.GATED)));
        Thread.startVirtualThread(answer);
        Await.until("the request is inside", () -> trial.gate().inside() == 1);
        return answer;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
