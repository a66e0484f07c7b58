package handbook.core.webframeworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/// Requests that wait inside the handler of one server, each on a connection of its own, until their gate is opened.
final class BlockedRequests implements AutoCloseable {
    private static final int LOOK_EVERY_MILLIS = 20;
    private static final int STILL_AFTER = 50; // looks without a change

    private final Gate gate = new Gate();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Integer>> statuses = new ArrayList<>();
    private final Api api;

    BlockedRequests(Framework framework, boolean virtualThreads, int requests) {
        var setup = Setup.defaults(new GatedOrders());
        api = framework.start(virtualThreads ? setup.withVirtualThreads() : setup);
        for (int i = 0; i < requests; i++) {
            statuses.add(clients.submit(() -> RawHttp.send(api.port(), Requests.get("/orders/1")).status()));
        }
    }

    /// How many are inside now.
    int inside() {
        return gate.inside();
    }

    /// How many are inside once all are, or no other has come in for a second.
    int insideAtLast() throws InterruptedException {
        int last = 0;
        for (int still = 0; still < STILL_AFTER && last < statuses.size(); still++) {
            Thread.sleep(LOOK_EVERY_MILLIS);
            if (inside() != last || last == 0) {
                last = inside();
                still = 0;
            }
        }
        return last;
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
