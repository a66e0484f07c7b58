package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // only so that a mistake ends
class BlueGreenTest {
    private final Colour blue = new Colour(Colour.BLUE);
    private final Colour green = new Colour(Colour.GREEN);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        blue.close();
        green.close();
        threads.shutdownNow();
    }

    private CompletableFuture<HttpResponse<String>> held(Posts posts) throws InterruptedException {
        var answer = CompletableFuture.supplyAsync(() -> {
            try {
                return posts.sendHeld(1);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, threads);
        blue.awaitHeld();
        return answer;
    }

    @Test
    @DisplayName("Requests in flight at the switch finish on blue, the next one goes to green; and so on the way back")
    void switched() throws Exception {
        try (var front = new Front.Switched(blue); var posts = new Posts(front.address(), "")) {
            var inFlight = held(posts);
            front.to(green);
            assertThat(posts.send(2).detail()).isEqualTo(Colour.GREEN);
            blue.release();
            assertThat(inFlight.get().statusCode()).isEqualTo(200);
            assertThat(inFlight.get().body()).isEqualTo(Colour.BLUE);
            front.to(blue);
            assertThat(posts.send(3).detail()).isEqualTo(Colour.BLUE);
            assertThat(blue.effects()).containsExactly(1L, 3L);
            assertThat(green.effects()).containsExactly(2L);
        }
    }

    @Test
    @DisplayName("A restart of the proxy breaks the request in flight, though it took effect, and until the new one listens connections are refused")
    void restarted() throws Exception {
        try (var front = new Front.Restarted(blue);
                var posts = new Posts(front.address(), "");
                var other = new Posts(front.address(), "")) {
            var inFlight = held(posts);
            front.stop();
            int status = inFlight.handle((response, lost) -> lost == null ? response.statusCode() : 0).get();
            assertThat(status).as("no answer, or the last words of the proxy").isIn(0, 503);
            assertThat(blue.effects()).containsExactly(1L);
            assertThatThrownBy(() -> other.send(2)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    @DisplayName("The switch is atomic: under load every request is answered by blue or by green, none by neither, and none that was sent after it by the colour before")
    void underLoad() throws InterruptedException {
        var switches = BlueGreen.switching(300);
        assertThat(switches.balance().sent()).isGreaterThanOrEqualTo(300);
        assertThat(switches.byBlue() + switches.byGreen()).isEqualTo(switches.balance().sent());
        assertThat(switches.byGreen()).isPositive();
        assertThat(switches.late()).isZero();
        assertThat(switches.balance().failed() + switches.balance().doubled() + switches.balance().missing()).isZero();
    }
}
