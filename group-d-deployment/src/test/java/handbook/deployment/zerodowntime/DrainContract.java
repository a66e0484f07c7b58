package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/// What a handler must do that lets a server shut down gracefully. A request to `/held` is held at a latch.
@Timeout(60) // only so that a mistake ends
abstract class DrainContract {
    private static final Duration FOR_EVER = Duration.ofDays(1); // who is not woken fails by the time-out of the test
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private Undertow server;

    /// The handler under test, in front of [#serve].
    abstract HttpHandler handler();

    /// From now on new requests are refused.
    abstract void shutdown();

    /// Whether all that is in flight has ended, waiting so long at most.
    abstract boolean awaitIdle(Duration deadline) throws InterruptedException;

    @BeforeEach
    void start() {
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(handler()).build();
        server.start();
    }

    final void serve(HttpServerExchange exchange) {
        exchange.dispatch(threads, this::answer);
    }

    private void answer(HttpServerExchange exchange) throws InterruptedException {
        if (exchange.getRequestPath().equals("/held")) {
            held.countDown();
            release.await();
        }
        exchange.getResponseSender().send("served");
    }

    @AfterEach
    void stop() {
        release.countDown();
        http.shutdownNow();
        server.stop();
    }

    final URI address() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    final HttpResponse<String> get() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address()).build(), BodyHandlers.ofString());
    }

    /// Sends a request and returns when the server holds it.
    final CompletableFuture<HttpResponse<String>> getHeld() throws InterruptedException {
        var answer = http.sendAsync(HttpRequest.newBuilder(address().resolve("/held")).build(),
                BodyHandlers.ofString());
        held.await();
        return answer;
    }

    final void release() {
        release.countDown();
    }

    @Test
    @DisplayName("After a shutdown what is in flight is finished, and what is new is refused with 503")
    void finishesAndRefuses() throws Exception {
        var inFlight = getHeld();
        shutdown();
        assertThat(get().statusCode()).isEqualTo(503);
        release();
        assertThat(inFlight.get().statusCode()).isEqualTo(200);
        assertThat(inFlight.get().body()).isEqualTo("served");
    }

    @Test
    @DisplayName("A shutdown has ended as soon as the counter is 0: at once when nothing is in flight, else with the last answer")
    void endsAtZero() throws Exception {
        assertThat(get().statusCode()).isEqualTo(200);
        var inFlight = getHeld();
        shutdown();
        var idle = new CompletableFuture<Boolean>();
        var waiter = Thread.ofPlatform().daemon().start(() -> {
            try {
                idle.complete(awaitIdle(FOR_EVER));
            } catch (InterruptedException e) {
                idle.completeExceptionally(e);
            }
        });
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);
        assertThat(awaitIdle(Duration.ZERO)).isFalse();
        release();
        assertThat(inFlight.get().statusCode()).isEqualTo(200);
        assertThat(idle.get()).isTrue();
        assertThat(awaitIdle(Duration.ZERO)).isTrue();
    }

    @Test
    @DisplayName("A shutdown gives up at its deadline and says that a request is stuck")
    void reportsStuck() throws Exception {
        var stuck = getHeld();
        shutdown();
        assertThat(awaitIdle(Duration.ofMillis(1))).isFalse();
        assertThat(stuck).isNotDone();
    }
}
