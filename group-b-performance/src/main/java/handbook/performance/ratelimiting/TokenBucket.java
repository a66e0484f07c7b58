package handbook.performance.ratelimiting;

import java.util.function.LongSupplier;

/// The token bucket of the textbooks: a number of tokens and the time of the last refill, under a lock. [Gcra] decides
/// alike with one word and no lock.
public final class TokenBucket implements Limiter {
    private final int capacity;
    private final long interval;
    private final LongSupplier nanos;
    private long tokens;
    private long refilled;

    /// A full bucket.
    ///
    /// @param capacity how many may pass at once
    /// @param rate how fast tokens come back, one at a time
    /// @param nanos the time, for example `System::nanoTime`
    public TokenBucket(int capacity, Quota rate, LongSupplier nanos) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a bucket holds at least 1 token, not " + capacity);
        }
        this.capacity = capacity;
        interval = rate.intervalNanos();
        this.nanos = nanos;
        tokens = capacity;
        refilled = nanos.getAsLong();
    }

    // @start region=token-bucket
    @Override
    public synchronized boolean tryAcquire() {
        refill(nanos.getAsLong());
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }

    private void refill(long now) {
        long earned = Math.max(0, now - refilled) / interval;
        if (earned >= capacity - tokens) { // full: what would overflow is lost, also the part of a token
            tokens = capacity;
            if (now - refilled > 0) { // not Math.max, as System.nanoTime may overflow
                refilled = now;
            }
        } else {
            tokens += earned;
            refilled += earned * interval; // not "now": the part of a token is kept
        }
    }
    // @end
}
