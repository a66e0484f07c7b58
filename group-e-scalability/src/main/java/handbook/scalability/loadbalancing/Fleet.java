package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;

/// Instances of a service, each an HTTP server of its own on the loopback address, `b0`, `b1` and so on.
final class Fleet implements AutoCloseable {
    /// What an instance does with a request.
    @FunctionalInterface
    interface Service {
        /// @param instance the number of the instance
        /// @param path what is asked for
        /// @return the status of the answer, whose body is the instance's name
        int serve(int instance, String path) throws InterruptedException;
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<AtomicInteger> served = new ArrayList<>();

    Fleet(int size, Service service) throws IOException {
        for (int i = 0; i < size; i++) {
            start(i, service);
        }
    }

    private void start(int number, Service service) throws IOException {
        var count = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                count.incrementAndGet();
                var name = ("b" + number).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(service.serve(number, exchange.getRequestURI().getPath()), name.length);
                exchange.getResponseBody().write(name);
            } catch (InterruptedException e) { // the fleet is being closed
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        servers.add(server);
        served.add(count);
    }

    /// The instances for a pool, nothing in flight; each call makes new ones.
    List<Backend> backends() {
        return Backend.at(ports());
    }

    List<Integer> ports() {
        return servers.stream().map(server -> server.getAddress().getPort()).toList();
    }

    /// How many requests each instance was sent.
    List<Integer> served() {
        return served.stream().map(AtomicInteger::get).toList();
    }

    void stop(int instance) {
        servers.get(instance).stop(0);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
        threads.close();
    }
}
