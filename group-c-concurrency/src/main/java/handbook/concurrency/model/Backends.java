package handbook.concurrency.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import handbook.support.process.AtExit;

/// Three services on the loopback address and a client for them. The price fails, as soon as some pages of reviews have
/// been read; the stock is there; the reviews have many pages.
public final class Backends implements AutoCloseable {
    /// Pages of reviews that are read before the price fails.
    public static final int PAGES_BEFORE_FAILURE = 5;
    private static final int PAGES = 20_000; // so that even an abandoned reader ends
    private static final Duration LIMIT = Duration.ofSeconds(30); // only so that a mistake ends
    private static final String ID = "X-Request-Id";

    private final HttpServer server;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch pagesUntilFailure = new CountDownLatch(PAGES_BEFORE_FAILURE);
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pagesRead = new AtomicInteger();
    private final AtomicInteger readers = new AtomicInteger();

    /// A service answered with an error.
    public static final class BackendFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        BackendFailed(String path, int status) {
            super(path + " answered " + status);
        }
    }

    /// Starts the services.
    public Backends() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port on the loopback address", e);
        }
        server.createContext("/price", exchange -> {
            awaitPages();
            answer(exchange, 500);
        });
        server.createContext("/stock", exchange -> answer(exchange, 200));
        server.createContext("/reviews", exchange -> answer(exchange, 200));
        server.setExecutor(handlers);
        server.start();
        AtExit.close(this);
    }

    /// Asks for the price.
    ///
    /// @param id the request's id, sent along
    /// @return the status, 200
    /// @throws BackendFailed always, after some pages of reviews
    /// @throws InterruptedException when interrupted
    public int price(String id) throws InterruptedException {
        return get("/price", id);
    }

    /// Asks for the stock.
    ///
    /// @param id the request's id, sent along
    /// @return the status, 200
    /// @throws InterruptedException when interrupted
    public int stock(String id) throws InterruptedException {
        return get("/stock", id);
    }

    /// Reads reviews, a page a request, until there are no more or it is interrupted.
    ///
    /// @param id the request's id, sent along
    /// @return how many pages
    /// @throws InterruptedException when interrupted
    public int reviews(String id) throws InterruptedException {
        readers.incrementAndGet();
        try {
            for (int page = 0; page < PAGES; page++) {
                get("/reviews", id);
                pagesRead.incrementAndGet();
                pagesUntilFailure.countDown();
            }
            return PAGES;
        } finally {
            readers.decrementAndGet();
        }
    }

    private int get(String path, String id) throws InterruptedException {
        var address = server.getAddress();
        var uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + path);
        try {
            var response = client.send(HttpRequest.newBuilder(uri).timeout(LIMIT).header(ID, id).build(),
                    BodyHandlers.discarding());
            if (response.statusCode() != 200) {
                throw new BackendFailed(path, response.statusCode());
            }
            return response.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be reached", e);
        }
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            ids.add(exchange.getRequestHeaders().getFirst(ID));
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private void awaitPages() {
        try {
            if (!pagesUntilFailure.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody reads the reviews");
            }
        } catch (InterruptedException e) { // the server is closed
            Thread.currentThread().interrupt();
        }
    }

    /// Pages of reviews that clients have read so far.
    int pagesRead() {
        return pagesRead.get();
    }

    /// Clients that are reading reviews right now.
    int readers() {
        return readers.get();
    }

    /// The ids that came with the requests.
    Set<String> ids() {
        return Set.copyOf(ids);
    }

    /// Stops the services and the client.
    @Override
    public void close() {
        AtExit.forget(this);
        client.shutdownNow();
        server.stop(0);
        handlers.shutdownNow();
    }
}
