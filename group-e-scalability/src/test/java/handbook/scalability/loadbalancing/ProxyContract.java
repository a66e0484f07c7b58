package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;

/// What holds for a reverse proxy that balances by two choices, whoever wrote it.
abstract class ProxyContract {
    private final Caller caller = new Caller();

    /// A proxy under test.
    interface Running extends AutoCloseable {
        int port();

        /// Requests that it counts as in flight, at all back ends together.
        int inFlight();

        @Override
        void close();
    }

    abstract Running start(List<Integer> ports) throws Exception;

    @AfterEach
    void closeCaller() {
        caller.close();
    }

    @Test
    @DisplayName("Two choices reach every back end, through the whiteboard proxy and through Vert.x's")
    void reachesAll() throws Exception {
        try (var fleet = new Fleet(4, (instance, path) -> 200); var proxy = start(fleet.ports())) {
            for (int i = 0; i < 100; i++) {
                assertThat(caller.get(proxy.port(), "/").success()).isTrue();
            }
            assertThat(fleet.served()).allMatch(served -> served > 0);
            assertThat(fleet.served().stream().mapToInt(n -> n).sum()).isEqualTo(100);
        }
    }

    /// The others' 70 answers end the hold: who lets all clients pile up there hears nothing more from the others.
    @Test
    @DisplayName("Two choices send a back end that holds its requests at most 10 of 80, through the whiteboard proxy and through Vert.x's")
    void holding() throws Exception {
        var others = new CountDownLatch(70);
        try (var fleet = new Fleet(4, (instance, path) -> {
            if (instance == 0) {
                return others.await(1, TimeUnit.MINUTES) ? 200 : 500;
            }
            others.countDown();
            return 200;
        }); var proxy = start(fleet.ports())) {
            var ledger = Load.run(16, 80, id -> caller.get(proxy.port(), "/"));
            assertThat(ledger.count(Outcome.DONE)).isEqualTo(80);
            assertThat(fleet.served().getFirst()).isLessThanOrEqualTo(10);
        }
    }

    @Test
    @DisplayName("A request is counted while it is in flight, and no longer after a 200 or a 500")
    void answered() throws Exception {
        for (int status : List.of(200, 500)) {
            var arrived = new CountDownLatch(1);
            var answer = new CountDownLatch(1);
            try (var fleet = new Fleet(2, (instance, path) -> {
                arrived.countDown();
                answer.await();
                return status;
            }); var proxy = start(fleet.ports())) {
                var request = CompletableFuture.supplyAsync(() -> status(proxy.port()));
                assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
                await().untilAsserted(() -> assertThat(proxy.inFlight()).isEqualTo(1));
                answer.countDown();
                assertThat(request.get(1, TimeUnit.MINUTES)).isEqualTo(status);
                await().untilAsserted(() -> assertThat(proxy.inFlight()).isZero());
            }
        }
    }

    @Test
    @DisplayName("A request whose back end resets the connection is a 502, and is no longer counted")
    void reset() throws Exception {
        try (var backend = new RawBackend(""); var proxy = start(List.of(backend.port(), backend.port()))) {
            assertThat(status(proxy.port())).isEqualTo(502);
            assertThat(backend.requests).hasPositiveValue();
            await().untilAsserted(() -> assertThat(proxy.inFlight()).isZero());
        }
    }

    @Test
    @DisplayName("A request whose client has gone away is no longer counted once its back end is done")
    void clientAbort() throws Exception {
        var arrived = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        try (var fleet = new Fleet(2, (instance, path) -> {
            arrived.countDown();
            answer.await();
            return 200;
        }); var proxy = start(fleet.ports())) {
            try (var client = new Socket("127.0.0.1", proxy.port())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
                await().untilAsserted(() -> assertThat(proxy.inFlight()).isEqualTo(1));
                client.setSoLinger(true, 0); // closing then resets
            }
            answer.countDown();
            await().untilAsserted(() -> assertThat(proxy.inFlight()).isZero());
            assertThat(status(proxy.port())).isEqualTo(200);
        }
    }

    private int status(int port) {
        try {
            return caller.send("GET", port, "/").statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
