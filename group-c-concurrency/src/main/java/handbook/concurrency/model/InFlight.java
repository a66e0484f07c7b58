package handbook.concurrency.model;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;

/// Counts the tasks that have begun and not ended, and remembers the most there were.
final class InFlight {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final LongAccumulator most = new LongAccumulator(Math::max, 0);

    void begin() {
        most.accumulate(now.incrementAndGet());
    }

    void end() {
        now.decrementAndGet();
        ended(1);
    }

    /// Counts tasks that have ended elsewhere.
    void ended(int tasks) {
        ended.addAndGet(tasks);
    }

    int ended() {
        return ended.get();
    }

    int now() {
        return now.get();
    }

    int most() {
        return most.intValue();
    }
}
