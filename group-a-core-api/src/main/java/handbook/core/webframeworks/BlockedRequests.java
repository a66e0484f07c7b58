package handbook.core.webframeworks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/// Requests that wait inside the handler of one server, each on a connection of its own, until their gate is opened.
final class BlockedRequests implements AutoCloseable {
    private static final int TOMCAT_THREADS = 200;
    private static final int JETTY_THREADS = 250; // that is what Javalin gives it
    private static final int PATIENCE_MILLIS = 300_000; // the first waits until the last is in
    private static final byte[] REQUEST = Requests.get("/orders/1").getBytes(StandardCharsets.US_ASCII);
    private static final int BATCH = 25; // half of the shortest queue of connections that nobody has taken yet
    /// What a thread of Jetty's is in that takes no request: it takes connections, waits for requests, is in reserve.
    private static final List<String> JETTY_ITSELF = List.of("Acceptor.run", "SelectorProducer.select", "waitForTask");

    private final Gate gate = new Gate();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Integer>> statuses = new ArrayList<>();
    private final Framework framework;
    private final boolean virtualThreads;
    private final Api api;

    BlockedRequests(Framework framework, boolean virtualThreads, int requests)
            throws IOException, InterruptedException {
        var setup = Setup.defaults(new GatedOrders());
        this.framework = framework;
        this.virtualThreads = virtualThreads;
        api = framework.start(virtualThreads ? setup.withVirtualThreads() : setup);
        try {
            send(requests);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close(); // nobody else can
            throw e;
        }
    }

    private void send(int requests) throws IOException, InterruptedException {
        for (int i = 0; i < requests; i++) {
            var connection = RawHttp.open(api.port());
            connection.setSoTimeout(PATIENCE_MILLIS);
            statuses.add(clients.submit(() -> RawHttp.send(connection, REQUEST).status()));
            if (i % BATCH == BATCH - 1) { // a client that finds the queue full would try again a second later
                insideAtLast();
            }
        }
    }

    /// How many are inside now.
    int inside() {
        return gate.inside();
    }

    /// How many are inside once all are, or no thread is left for another; if neither comes, after 20 s.
    int insideAtLast() throws InterruptedException {
        Await.within(Await.LIMIT_MILLIS, () -> inside() == statuses.size() || isFull());
        return inside();
    }

    /// Whether each thread that could run a handler does.
    private boolean isFull() {
        return !virtualThreads && switch (framework) {
            case MICRONAUT -> inside() == Runtime.getRuntime().availableProcessors(); // an event loop for each
            case SPRING -> inside() == TOMCAT_THREADS;
            case JAVALIN -> inside() > JETTY_THREADS / 2 // before that the costly look is in vain
                    && inside() + threads("JettyServerThreadPool", JETTY_ITSELF) == JETTY_THREADS;
            case MICROWEB -> false;
        };
    }

    /// The platform threads of a pool that are inside one of the methods now.
    static int threads(String pool, List<String> methods) {
        int count = 0;
        for (var thread : Thread.getAllStackTraces().entrySet()) {
            if (thread.getKey().getName().startsWith(pool)) {
                var stack = Arrays.toString(thread.getValue());
                count += methods.stream().anyMatch(stack::contains) ? 1 : 0;
            }
        }
        return count;
    }

    /// Opens the gate and counts the requests that are answered then.
    long answered() throws InterruptedException, ExecutionException {
        gate.open();
        int answered = 0;
        for (var status : statuses) {
            answered += status.get() == 200 ? 1 : 0;
        }
        return answered;
    }

    @Override
    public void close() {
        gate.open();
        clients.close();
        api.close();
    }

    private final class GatedOrders extends Orders {
        @Override
        @Nullable
        Order find(String id) {
            gate.pass();
            return create(new NewOrder("gate", 1));
        }
    }
}
