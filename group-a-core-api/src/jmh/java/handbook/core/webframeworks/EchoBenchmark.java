package handbook.core.webframeworks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A small order sent and sent back, over four connections that are kept open, by each hardened server. The limit is the
/// JDK's server with nothing around it but Jackson. Clients and server share the machine.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Threads(4)
public class EchoBenchmark {
    private static final Order ORDER = new Order("1", "tea", 2, Instant.EPOCH);

    /// A server of the run. It keeps no order, so that the heap does not grow with the requests.
    @State(Scope.Benchmark)
    public abstract static class Server {
        private final Api api;

        Server(Framework framework) {
            api = framework.start(Setup.hardened(new Orders() {
                @Override
                Order create(NewOrder wanted) {
                    return ORDER;
                }
            }));
        }

        Server(Api api) {
            this.api = api;
        }

        /// Stops it.
        @TearDown
        public void stop() {
            api.close();
        }
    }

    /// The JDK's server alone.
    public static class Bare extends Server {
        /// Starts it.
        public Bare() {
            super(start());
        }

        private static Api start() {
            try {
                var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                server.createContext("/orders", Bare::echo);
                server.start();
                return new Api(server.getAddress().getPort(), () -> server.stop(0));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void echo(HttpExchange exchange) throws IOException {
            try (exchange) {
                StrictJson.MAPPER.readValue(exchange.getRequestBody(), NewOrder.class);
                var body = StrictJson.MAPPER.writeValueAsBytes(ORDER);
                exchange.getResponseHeaders().set("Content-Type", Media.JSON);
                exchange.sendResponseHeaders(201, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /// Javalin.
    public static class InJavalin extends Server {
        /// Starts it.
        public InJavalin() {
            super(Framework.JAVALIN);
        }
    }

    /// Micronaut.
    public static class InMicronaut extends Server {
        /// Starts it.
        public InMicronaut() {
            super(Framework.MICRONAUT);
        }
    }

    /// Spring Boot.
    public static class InSpringBoot extends Server {
        /// Starts it.
        public InSpringBoot() {
            System.setProperty("server.tomcat.max-keep-alive-requests", "-1"); // else a connection ends after 100
            super(Framework.SPRING);
        }
    }

    /// The whiteboard's server.
    public static class InMicroWeb extends Server {
        /// Starts it.
        public InMicroWeb() {
            super(Framework.MICROWEB);
        }
    }

    /// The connection of one thread, opened by its first request.
    @State(Scope.Thread)
    public static class Client {
        private @Nullable KeptConnection connection;

        private int post(Server server) throws IOException {
            var open = connection == null ? new KeptConnection(server.api.port()) : connection;
            connection = open;
            return open.post(Requests.TEA);
        }

        /// Closes it.
        @TearDown
        public void close() throws IOException {
            if (connection != null) {
                connection.close();
            }
        }
    }

    @Benchmark
    public int limit(Client client, Bare server) throws IOException {
        return client.post(server);
    }

    @Benchmark
    public int javalin(Client client, InJavalin server) throws IOException {
        return client.post(server);
    }

    @Benchmark
    public int micronaut(Client client, InMicronaut server) throws IOException {
        return client.post(server);
    }

    @Benchmark
    public int springBoot(Client client, InSpringBoot server) throws IOException {
        return client.post(server);
    }

    @Benchmark
    public int microWeb(Client client, InMicroWeb server) throws IOException {
        return client.post(server);
    }
}
