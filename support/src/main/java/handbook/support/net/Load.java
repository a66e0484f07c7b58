package handbook.support.net;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import handbook.support.net.Ledger.Outcome;

/// A closed loop of clients: each sends its next request when the last one has its outcome, on a virtual thread of its
/// own. The load is bounded and stops by itself; what it sent stands in its [Ledger].
public final class Load implements AutoCloseable {
    /// Sends one request and waits for the answer.
    @FunctionalInterface
    public interface Sender {
        /// @param id the request's id, which the server is told so that it can count its effects
        /// @return the answer
        /// @throws IOException when there is no answer; the request is then [Outcome#LOST]
        /// @throws InterruptedException when the load is closed
        Answer send(long id) throws IOException, InterruptedException;
    }

    /// What a server answered.
    ///
    /// @param success whether the request was done; otherwise it is [Outcome#REFUSED]
    /// @param detail who answered, or how it was refused
    public record Answer(boolean success, String detail) {}

    private final Ledger ledger = new Ledger();
    private final AtomicLong left;
    private final Duration pause;
    private final Sender sender;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> clients = new ArrayList<>();

    private Load(long atMost, Duration pause, Sender sender) {
        left = new AtomicLong(atMost);
        this.pause = pause;
        this.sender = sender;
    }

    /// Starts clients.
    ///
    /// @param clients how many
    /// @param atMost how many requests they send together, at most
    /// @param pause what each client waits between an outcome and its next request
    /// @param sender sends a request
    /// @return the running load
    public static Load start(int clients, long atMost, Duration pause, Sender sender) {
        var load = new Load(atMost, pause, sender);
        for (int i = 0; i < clients; i++) {
            load.clients.add(load.threads.submit(() -> {
                load.client();
                return null;
            }));
        }
        return load;
    }

    /// Starts clients, lets them send all their requests without a pause, and waits for the last outcome.
    ///
    /// @param clients how many
    /// @param requests how many requests they send together
    /// @param sender sends a request
    /// @return the book
    /// @throws InterruptedException when the thread is interrupted
    public static Ledger run(int clients, int requests, Sender sender) throws InterruptedException {
        try (var load = start(clients, requests, Duration.ZERO, sender)) {
            return load.join();
        }
    }

    private void client() throws InterruptedException {
        while (left.getAndDecrement() > 0) {
            var id = ledger.open();
            try {
                var answer = sender.send(id);
                ledger.close(id, answer.success() ? Outcome.DONE : Outcome.REFUSED, answer.detail());
            } catch (IOException e) {
                ledger.close(id, Outcome.LOST, e.toString());
            } catch (RuntimeException | Error e) {
                ledger.fail(e);
                throw e;
            }
            Thread.sleep(pause);
        }
    }

    /// What was sent so far.
    ///
    /// @return the book, which grows while the clients send
    public Ledger ledger() {
        return ledger;
    }

    /// Waits until a number of further requests has its outcome.
    ///
    /// @param more how many
    /// @throws InterruptedException when the thread is interrupted
    /// @throws IllegalStateException when the load is bounded to fewer, a client fails, or a minute passes without
    public void awaitMore(int more) throws InterruptedException {
        if (left.get() < more) {
            throw new IllegalStateException("the load ends before " + more + " more requests");
        }
        ledger.awaitSize(ledger.size() + more);
    }

    /// Lets each client finish the request that it is at, and no more. Returns at once; [#join] waits.
    public void stopSending() {
        left.set(0);
    }

    /// Waits until the clients have sent all their requests.
    ///
    /// @return the book
    /// @throws InterruptedException when the thread is interrupted
    public Ledger join() throws InterruptedException {
        try {
            for (var client : clients) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed: " + e.getCause(), e.getCause());
        }
        return ledger;
    }

    /// Interrupts the clients; what was not answered is left open in the book.
    @Override
    public void close() {
        left.set(0);
        threads.shutdownNow();
        threads.close();
    }
}
