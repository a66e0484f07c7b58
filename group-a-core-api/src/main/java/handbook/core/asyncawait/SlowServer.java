package handbook.core.asyncawait;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import handbook.support.example.Failure;

/// An HTTP server on the loopback address that answers `/200` after 200 ms.
final class SlowServer implements AutoCloseable {
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger inside = new AtomicInteger();
    private final HttpServer server;

    /// @param backlog how many connections may wait to be accepted
    SlowServer(int backlog) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
        } catch (IOException e) {
            throw new Failure("The server cannot be started: " + e.getMessage(), e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(handlers);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            inside.incrementAndGet();
            Thread.sleep(Long.parseLong(exchange.getRequestURI().getPath().substring(1)));
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) { // the server is being closed
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
        }
    }

    /// The address that is answered after a time.
    URI after(int millis) {
        var address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/" + millis);
    }

    /// How many requests wait for their answer.
    int inside() {
        return inside.get();
    }

    /// Ends all connections, also those that wait for an answer, and accepts no more.
    void die() {
        server.stop(0);
        handlers.shutdownNow();
    }

    @Override
    public void close() {
        die();
    }
}
