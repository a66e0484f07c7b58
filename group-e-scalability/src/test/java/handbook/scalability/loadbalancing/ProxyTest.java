package handbook.scalability.loadbalancing;

import static handbook.scalability.loadbalancing.Proxies.LIMIT;
import static handbook.scalability.loadbalancing.Proxies.pool;
import static handbook.scalability.loadbalancing.Proxies.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;

class ProxyTest extends ProxyContract {
    @Override
    Running start(List<Integer> ports) throws IOException {
        var backends = Backend.at(ports);
        var proxy = new Proxy(new Pool(backends,
                all -> Policy.TWO_CHOICES.over(all, n -> ThreadLocalRandom.current().nextInt(n)), Pool.Rules.NONE,
                System::nanoTime), LIMIT);
        return new Running() {
            @Override
            public int port() {
                return proxy.port();
            }

            @Override
            public int inFlight() {
                return backends.stream().mapToInt(Backend::load).sum();
            }

            @Override
            public void close() {
                proxy.close();
            }
        };
    }

    @Test
    @DisplayName("Without an available back end the answer is 503 with a reason and `Retry-After`")
    void none() throws Exception {
        var allDown = pool(Backend.at(List.of(1, 2)));
        allDown.probe(backend -> false);
        for (var pool : List.of(pool(List.of()), allDown)) {
            try (var proxy = new Proxy(pool, LIMIT)) {
                var answer = send("GET", proxy);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).isEqualTo("no back end is available\n");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            }
        }
    }

    /// Sends bytes and reads the first line of the answer.
    private static String raw(Proxy proxy, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/", "ftp://127.0.0.1/", "//127.0.0.1:1/page"})
    void theClientDoesNotChooseTheHost(String target) throws Exception {
        try (var fleet = new Fleet(1, (instance, path) -> 200);
                var proxy = new Proxy(pool(fleet.backends()), LIMIT)) {
            assertThat(raw(proxy, "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")).contains(" 200 ");
            assertThat(fleet.served()).containsExactly(1);
        }
    }

    @Test
    void whatCannotBePassedOnIsA400AndNoBackEndIsCountedOrBlamed() throws Exception {
        try (var fleet = new Fleet(1, (instance, path) -> 200)) {
            var pool = pool(fleet.backends());
            try (var proxy = new Proxy(pool, LIMIT)) {
                assertThat(raw(proxy, "GET / HTTP/1.1\r\nHost: x\r\nX-Odd: a\u0001b\r\n\r\n")).contains(" 400 ");
                assertThat(fleet.served()).containsExactly(0);
                assertThat(pool.acquire("", null).load()).as("with this one").isEqualTo(1);
            }
        }
    }

    @Test
    void headersOfOneConnectionStayThere() throws Exception {
        var seen = new CompletableFuture<Headers>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.complete(exchange.getRequestHeaders());
            exchange.getResponseHeaders().set("Content-Length", "7");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try (var proxy = new Proxy(pool(Backend.at(List.of(server.getAddress().getPort()))), LIMIT);
                var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            socket.getOutputStream().write(("HEAD / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nX-Hop: 1\r\nX-End: 1\r\n"
                    + "Connection: X-Hop, keep-alive\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.lines().takeWhile(line -> !line.isEmpty())).contains("Content-length: 7");
            assertThat(seen.get(1, TimeUnit.MINUTES)).containsKey("X-end").doesNotContainKeys("Te", "X-hop");
        } finally {
            server.stop(0);
        }
    }

    @Test
    @DisplayName("A drained instance is stopped without a failed request: those in flight end with 200, new ones go elsewhere")
    void drain() throws Exception {
        var arrived = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        try (var fleet = new Fleet(2, (instance, path) -> {
            if (instance == 0) {
                arrived.countDown();
                answer.await();
            }
            return 200;
        })) {
            var backends = fleet.backends();
            var pool = pool(backends);
            try (var proxy = new Proxy(pool, LIMIT)) {
                var inFlight = CompletableFuture.supplyAsync(() -> status(proxy)); // round robin: at b0
                assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
                var drained = pool.drain(backends.getFirst());
                for (int i = 0; i < 5; i++) {
                    assertThat(status(proxy)).isEqualTo(200);
                }
                assertThat(fleet.served()).containsExactly(1, 5);
                assertThat(drained).isNotDone();
                answer.countDown();
                drained.get(1, TimeUnit.MINUTES);
                fleet.stop(0);
                assertThat(inFlight.get(1, TimeUnit.MINUTES)).isEqualTo(200);
                assertThat(status(proxy)).isEqualTo(200);
            }
        }
    }

    private static int status(Proxy proxy) {
        try {
            return send("GET", proxy).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
