package handbook.scalability.loadbalancing;

import static handbook.scalability.loadbalancing.Proxies.LIMIT;
import static handbook.scalability.loadbalancing.Proxies.pool;
import static handbook.scalability.loadbalancing.Proxies.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyFaultsTest {
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
}
