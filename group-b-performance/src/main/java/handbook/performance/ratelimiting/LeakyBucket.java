package handbook.performance.ratelimiting;

import java.util.function.LongSupplier;

/// A leaky bucket that is a queue: requests wait in it and leave at an even rate. It smooths what it passes on, and makes
/// a burst wait instead of refusing it. (As a meter, which refuses, the leaky bucket is the token bucket.)
public final class LeakyBucket {
    /// What [#enqueue] answers when the queue is full.
    public static final long FULL = -1;

    private final long longestWait;
    private final long interval;
    private final LongSupplier nanos;
    private long nextLeaves;

    /// @param queue how many may wait, 0 or more
    /// @param rate how fast they leave, one at a time
    /// @param nanos the time, for example `System::nanoTime`
    public LeakyBucket(int queue, Quota rate, LongSupplier nanos) {
        if (queue < 0) {
            throw new IllegalArgumentException("a queue holds 0 requests or more, not " + queue);
        }
        interval = rate.intervalNanos();
        longestWait = Math.multiplyExact(queue, interval);
        this.nanos = nanos;
        nextLeaves = nanos.getAsLong();
    }

    /// Asks for a place in the queue.
    ///
    /// @return nanoseconds until the request may go on, 0 or more, or [#FULL]
    public synchronized long enqueue() {
        long now = nanos.getAsLong();
        long wait = Math.max(0, nextLeaves - now);
        if (wait > longestWait) {
            return FULL;
        }
        nextLeaves = now + wait + interval;
        return wait;
    }
}
