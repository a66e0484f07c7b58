package handbook.core.gil;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import handbook.support.example.Failure;

/// An HTTP server on the loopback address that lets every request in, counts those inside, and answers none before its
/// gate is opened.
final class GateServer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;
    private static final int LOOKS = 20;

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();

    /// @param backlog how many connections may wait to be accepted
    GateServer(int backlog) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
        } catch (IOException e) {
            throw new Failure("The server cannot be started: " + e.getMessage(), e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(handlers);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            gate.await();
            inside.decrementAndGet(); // before the answer, which lets the client send its next request
            exchange.sendResponseHeaders(204, -1);
        } catch (InterruptedException e) { // the server is being closed
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    int inside() {
        return inside.get();
    }

    /// The largest number of requests that were inside at the same time.
    int mostInside() {
        return mostInside.get();
    }

    /// Waits until no further request can come in while the gate is shut, then opens it, in any case.
    ///
    /// @param isStill whether the client can send no further request; it must be so at many looks, one after the other
    /// @throws Failure when it still can after half a minute
    void openOnceStill(BooleanSupplier isStill) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try {
            for (int looks = 0; looks < LOOKS; looks = isStill.getAsBoolean() ? looks + 1 : 0) {
                if (System.nanoTime() > deadline) {
                    throw new Failure("Only " + inside + " requests arrived within " + LIMIT_SECONDS + " s");
                }
                Thread.sleep(1);
            }
        } finally {
            gate.countDown();
        }
    }

    @Override
    public void close() {
        gate.countDown();
        handlers.shutdownNow();
        server.stop(0);
    }
}
