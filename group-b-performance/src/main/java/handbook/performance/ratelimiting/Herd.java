package handbook.performance.ratelimiting;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import handbook.support.time.FakeClock;

/// Clients that all send at once, and all come back when `Retry-After` says so. On a virtual clock.
final class Herd {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /// How long a refused client waits.
    @FunctionalInterface
    interface Wait {
        /// @param retryAfter the header's value, in nanoseconds
        /// @param attempt 1 for the first refusal
        /// @return nanoseconds
        long nanos(long retryAfter, int attempt);
    }

    /// What happened until every client was served.
    ///
    /// @param arrivals requests in each slice of time from the start
    /// @param requests all of them
    /// @param lastNanos when the last client was served
    record Stampede(int[] arrivals, int requests, long lastNanos) {}

    private record Request(long time, int attempt) {}

    private Herd() {}

    // @start region=herd
    /// Comes back exactly when it was told to.
    static final Wait OBEDIENT = (retryAfter, attempt) -> retryAfter;

    /// Comes back at some moment after that, in a span that doubles with each refusal.
    static Wait jittered(RandomGenerator random) {
        return (retryAfter, attempt) -> retryAfter + random.nextLong(SECOND << Math.min(attempt - 1, 4));
    }
    // @end

    static Stampede run(int clients, int capacity, Quota rate, Wait wait, int slices, long slice) {
        var clock = new FakeClock();
        var limiter = new Gcra(capacity, rate, clock::nanoTime);
        var requests = new PriorityQueue<Request>(Comparator.comparingLong(Request::time));
        for (int i = 0; i < clients; i++) {
            requests.add(new Request(0, 1));
        }
        var arrivals = new int[slices];
        int sent = 0;
        for (var request = requests.poll(); request != null; request = requests.poll()) {
            clock.advanceNanos(request.time() - clock.nanoTime());
            sent++;
            if (request.time() / slice < slices) {
                arrivals[(int) (request.time() / slice)]++;
            }
            var decision = new Decision(limiter.tryAcquire(1), limiter.tokens());
            if (!decision.admitted()) {
                long pause = wait.nanos(decision.retryAfterSeconds() * SECOND, request.attempt());
                requests.add(new Request(request.time() + pause, request.attempt() + 1));
            }
        }
        return new Stampede(arrivals, sent, clock.nanoTime());
    }
}
