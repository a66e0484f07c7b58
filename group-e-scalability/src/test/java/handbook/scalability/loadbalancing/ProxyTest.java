package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;

import handbook.support.time.FakeClock;

class ProxyTest extends ProxyContract {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Pool.Rules EJECT = new Pool.Rules(1, Duration.ofMinutes(1), 0);

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

    private static Pool pool(List<Backend> backends) {
        return new Pool(backends, RoundRobin::new, EJECT, new FakeClock()::nanoTime);
    }

    private static HttpResponse<String> send(String method, Proxy proxy) throws Exception {
        try (var caller = new Caller()) {
            return caller.send(method, proxy.port(), "/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName("A refused connection is tried once more at another instance, and the one that refused is ejected")
    void refused(String method) throws Exception {
        try (var fleet = new Fleet(2, (instance, path) -> 200)) {
            var pool = pool(fleet.backends());
            try (var proxy = new Proxy(pool, LIMIT)) { // before the stop: it might be given the port that gets free
                fleet.stop(0);
                for (int i = 0; i < 4; i++) {
                    var answer = send(method, proxy);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo("b1");
                }
            }
            assertThat(pool.acquire("", null).name()).isEqualTo("b1");
        }
    }

    @Test
    @DisplayName("When the second instance refuses too, the answer is 502, though a third one would have answered")
    void refusedTwice() throws Exception {
        try (var fleet = new Fleet(3, (instance, path) -> 200);
                var proxy = new Proxy(pool(fleet.backends()), LIMIT)) {
            fleet.stop(0);
            fleet.stop(1);
            assertThat(send("GET", proxy).statusCode()).isEqualTo(502);
            assertThat(send("GET", proxy).body()).as("both are ejected").isEqualTo("b2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "a full accept queue drops connections silently on Linux only")
    @DisplayName("An instance that does not even refuse is given up after the connect time-out, and another one answers")
    void unreachable(String method) throws Exception {
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var _ = fill(deaf);
                var fleet = new Fleet(1, (instance, path) -> 200);
                var proxy = new Proxy(pool(Backend.at(List.of(deaf.getLocalPort(), fleet.ports().getFirst()))),
                        LIMIT)) {
            assertThat(send(method, proxy).statusCode()).isEqualTo(200);
        }
    }

    /// Connections that nobody accepts, until the listener's queue is full and the next one hears nothing.
    private static Unheard fill(ServerSocket deaf) throws IOException {
        var unheard = new Unheard(new ArrayList<>());
        while (true) {
            var socket = new Socket();
            unheard.waiting.add(socket);
            try {
                socket.connect(deaf.getLocalSocketAddress(), 500);
            } catch (SocketTimeoutException e) {
                return unheard;
            }
        }
    }

    private record Unheard(List<Socket> waiting) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (var socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    @DisplayName("A `POST` whose bytes were sent is never repeated: 502, and the back ends saw it once")
    void post() throws Exception {
        try (var resetting = new RawBackend("");
                var fleet = new Fleet(1, (instance, path) -> 200);
                var proxy = new Proxy(pool(Backend.at(List.of(resetting.port(), fleet.ports().getFirst()))), LIMIT)) {
            assertThat(send("POST", proxy).statusCode()).isEqualTo(502);
            assertThat(resetting.requests).hasValue(1);
            assertThat(fleet.served()).containsExactly(0);
        }
    }

    @Test
    @DisplayName("A `GET` whose connection was reset is repeated at another instance")
    void get() throws Exception {
        try (var resetting = new RawBackend("");
                var fleet = new Fleet(1, (instance, path) -> 200);
                var proxy = new Proxy(pool(Backend.at(List.of(resetting.port(), fleet.ports().getFirst()))), LIMIT)) {
            assertThat(send("GET", proxy).statusCode()).isEqualTo(200);
            assertThat(fleet.served()).containsExactly(1);
        }
    }

    static Stream<Arguments> brokenAnswers() {
        return Stream.of("", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n", "SSH-2.0-OpenSSH_9.9\r\n")
                .flatMap(bytes -> Stream.of(arguments("GET", bytes), arguments("POST", bytes)));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    @DisplayName("A reset, half a body, a broken header and another protocol are each a 502, and eject the back end")
    void broken(String method, String bytes) throws Exception {
        try (var backend = new RawBackend(bytes)) {
            var pool = pool(Backend.at(List.of(backend.port())));
            try (var proxy = new Proxy(pool, LIMIT)) {
                assertThat(send(method, proxy).statusCode()).isEqualTo(502);
                assertThat(send(method, proxy).statusCode()).isEqualTo(503);
                assertThat(backend.requests).hasPositiveValue(); // the JDK's client itself repeats a GET
            }
        }
    }

    @Test
    @DisplayName("A back end that takes the request and never answers is a 504, and is ejected")
    void silent() throws Exception {
        try (var fleet = new Fleet(1, (instance, path) -> {
            new CountDownLatch(1).await();
            return 200;
        }); var proxy = new Proxy(pool(fleet.backends()), Duration.ofMillis(100))) {
            assertThat(send("GET", proxy).statusCode()).isEqualTo(504);
            assertThat(send("GET", proxy).statusCode()).isEqualTo(503);
        }
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
