package handbook.support.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// The book of a load: every request has an id and exactly one recorded outcome. The servers' side is the list of the
/// ids that took effect there; held against the outcomes it tells what no status code can.
public final class Ledger {
    /// How a request ended for the client that sent it.
    public enum Outcome {
        /// The answer was a success.
        DONE,
        /// There was an answer, and it was not a success: the client knows.
        REFUSED,
        /// There was no answer: the client does not know whether the request took effect.
        LOST
    }

    /// One request.
    ///
    /// @param id its number, from 1
    /// @param outcome how it ended
    /// @param detail who answered, or what went wrong
    /// @param startNanos `System.nanoTime` when it was sent
    /// @param endNanos `System.nanoTime` when its outcome was known
    public record Entry(long id, Outcome outcome, String detail, long startNanos, long endNanos) {
        /// How long the client waited.
        ///
        /// @return nanoseconds
        public long nanos() {
            return endNanos - startNanos;
        }
    }

    /// Both sides of the book.
    ///
    /// @param sent requests, each with its one outcome
    /// @param done answered with a success
    /// @param refused answered with something else
    /// @param lost not answered
    /// @param missing answered with a success, but without any effect
    /// @param doubled took effect more than once
    /// @param failedYetDone refused or lost, but took effect
    public record Balance(int sent, int done, int refused, int lost, int missing, int doubled, int failedYetDone) {
        /// What the clients saw fail.
        ///
        /// @return refused and lost
        public int failed() {
            return refused + lost;
        }
    }

    private final Map<Long, Long> open = new HashMap<>();
    private final List<Entry> closed = new ArrayList<>();
    private long lastId;
    private @Nullable Throwable failure;

    /// Opens the next request.
    ///
    /// @return its id
    public synchronized long open() {
        open.put(++lastId, System.nanoTime());
        return lastId;
    }

    /// Records the outcome of an open request.
    ///
    /// @param id the request
    /// @param outcome how it ended
    /// @param detail who answered, or what went wrong
    /// @throws IllegalStateException when it is not open: no request has two outcomes
    public synchronized void close(long id, Outcome outcome, String detail) {
        var start = open.remove(id);
        if (start == null) {
            throw new IllegalStateException("request " + id + " is not open");
        }
        closed.add(new Entry(id, outcome, detail, start, System.nanoTime()));
        notifyAll();
    }

    /// Tells who waits that a client cannot go on.
    synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    /// How many requests have their outcome.
    ///
    /// @return the number of entries
    public synchronized int size() {
        return closed.size();
    }

    /// How many requests ended so.
    ///
    /// @param outcome the outcome
    /// @return the number of entries
    public synchronized int count(Outcome outcome) {
        return (int) closed.stream().filter(entry -> entry.outcome() == outcome).count();
    }

    /// The requests that have their outcome, by id.
    ///
    /// @return a copy
    public synchronized List<Entry> entries() {
        return closed.stream().sorted(Comparator.comparingLong(Entry::id)).toList();
    }

    /// Waits until so many requests have their outcome.
    ///
    /// @param size the number of entries
    /// @throws InterruptedException when the thread is interrupted
    /// @throws IllegalStateException when a client of the load fails, or a minute passes without
    public synchronized void awaitSize(int size) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (closed.size() < size) {
            if (failure != null) {
                throw new IllegalStateException("a client failed: " + failure, failure);
            }
            var millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                throw new IllegalStateException(closed.size() + " of " + size + " requests have their outcome");
            }
            wait(millis);
        }
    }

    /// Holds the outcomes against what took effect on the servers.
    ///
    /// @param effects the ids that took effect, as often as they did
    /// @return both sides
    /// @throws IllegalStateException when the book does not balance: a request without an outcome, an effect without a
    /// request
    public synchronized Balance balance(Collection<Long> effects) {
        if (!open.isEmpty()) {
            throw new IllegalStateException(open.size() + " requests without an outcome: " + open.keySet());
        }
        var times = effects.stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        var done = ids(Outcome.DONE);
        var failed = new HashSet<>(ids(Outcome.REFUSED));
        failed.addAll(ids(Outcome.LOST));
        for (var id : times.keySet()) {
            if (!done.contains(id) && !failed.contains(id)) {
                throw new IllegalStateException("an effect of request " + id + ", which nobody sent");
            }
        }
        return new Balance(closed.size(), done.size(), count(Outcome.REFUSED), count(Outcome.LOST),
                (int) done.stream().filter(id -> !times.containsKey(id)).count(),
                (int) times.values().stream().filter(n -> n > 1).count(),
                (int) failed.stream().filter(times::containsKey).count());
    }

    private Set<Long> ids(Outcome outcome) {
        return closed.stream().filter(entry -> entry.outcome() == outcome).map(Entry::id).collect(Collectors.toSet());
    }
}
