package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.deployment.zerodowntime.Balancer.Retries;
import handbook.deployment.zerodowntime.DrainService.Fault;

/// One old replica holds a request when it is told to go, and the proxy in front also knows a new one.
@Timeout(120) // only so that a mistake ends
class DrainOrderTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static Replica fresh;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Replica old;
    private Balancer balancer;
    private Posts posts;
    private CompletableFuture<HttpResponse<String>> held = new CompletableFuture<>();

    @BeforeAll
    static void startFresh() {
        fresh = Replica.start("new", Fault.NONE);
    }

    @AfterAll
    static void endFresh() {
        fresh.close();
    }

    @BeforeEach
    void start() {
        old = Replica.start("old", Fault.NONE);
        balancer = new Balancer(Retries.NONE);
        posts = new Posts(balancer.address(), "");
    }

    @AfterEach
    void end() {
        posts.close();
        balancer.close();
        old.close();
        threads.shutdownNow();
    }

    /// The old replica is the first that the proxy knows and holds a request; then the proxy learns of the new one.
    private void holdOne() {
        assertThat(balancer.learn(List.of(old.address()))).hasSize(1);
        held = CompletableFuture.supplyAsync(() -> {
            try {
                return posts.sendHeld(1);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, threads);
        old.awaitHeld();
        assertThat(balancer.learn(List.of(old.address(), fresh.address()))).hasSize(2);
    }

    /// Two requests that follow each other: the proxy sends them to the two replicas that it knows, in turn.
    private long failedOfTwo() throws Exception {
        int failed = 0;
        for (int id = 2; id <= 3; id++) {
            failed += posts.send(id).success() ? 0 : 1;
        }
        return failed;
    }

    private int heldStatus() throws InterruptedException, ExecutionException {
        return held.get().statusCode();
    }

    @Test
    @DisplayName("Kill fails the request in flight, though it took effect, and one sent through a proxy that has not learned")
    void kill() throws Exception {
        holdOne();
        old.kill();
        assertThat(heldStatus()).isEqualTo(503);
        assertThat(failedOfTwo()).isEqualTo(1);
        assertThat(old.effects()).containsExactly("1");
    }

    @Test
    @DisplayName("Graceful shutdown alone finishes the request in flight, and fails one sent after SIGTERM through a proxy that has not learned")
    void gracefulOnly() throws Exception {
        holdOne();
        old.terminate();
        assertThat(failedOfTwo()).isEqualTo(1);
        old.release();
        assertThat(heldStatus()).isEqualTo(200);
        assertThat(old.awaitEnd(LONG)).isTrue();
        assertThat(old.effects()).containsExactly("1");
    }

    @Test
    @DisplayName("Drain first fails neither: the proxy has learned before SIGTERM, and the request in flight is finished")
    void drainFirst() throws Exception {
        holdOne();
        old.drain();
        assertThat(balancer.learn(List.of(old.address(), fresh.address()))).containsExactly(fresh.address());
        assertThat(balancer.awaitAnswered(old.address(), Duration.ZERO)).isEqualTo(1);
        old.terminate();
        assertThat(failedOfTwo()).isZero();
        old.release();
        assertThat(heldStatus()).isEqualTo(200);
        assertThat(balancer.awaitAnswered(old.address(), LONG)).isZero();
        assertThat(old.awaitEnd(LONG)).isTrue();
    }

    @Test
    @DisplayName("Readiness says 503 while the listener is still open, and liveness stays 200, from SIGTERM until the last request is answered")
    void readiness() throws Exception {
        holdOne();
        assertThat(Replica.status(old.address(), "/ready")).isEqualTo(200);
        old.terminate();
        assertThat(Replica.status(old.address(), "/ready")).isEqualTo(503);
        assertThat(Replica.status(old.address(), "/live")).isEqualTo(200);
        old.release();
        assertThat(heldStatus()).isEqualTo(200);
        assertThat(old.awaitEnd(LONG)).isTrue();
        assertThat(Replica.status(old.address(), "/live")).as("no answer").isZero();
    }
}
