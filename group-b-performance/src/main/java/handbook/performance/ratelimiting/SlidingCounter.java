package handbook.performance.ratelimiting;

import java.util.function.LongSupplier;

/// Two counters. The window before is taken as evenly filled, and counts by the share of it that the sliding window still
/// covers. It was not evenly filled when the worst case comes: one less than twice the limit passes.
///
/// Source: Cloudflare, [How we built rate limiting capable of scaling to millions of domains](https://blog.cloudflare.com/counting-things-a-lot-of-different-things/)
public final class SlidingCounter implements Limiter {
    private final Quota quota;
    private final LongSupplier nanos;
    private long start;
    private int previous;
    private int current;

    /// @param quota the limit
    /// @param nanos the time, for example `System::nanoTime`
    public SlidingCounter(Quota quota, LongSupplier nanos) {
        this.quota = quota;
        this.nanos = nanos;
        start = nanos.getAsLong();
    }

    @Override
    public synchronized boolean tryAcquire() {
        long now = nanos.getAsLong();
        slide(now);
        double covered = 1 - Math.max(0, now - start) / (double) quota.windowNanos();
        if (previous * covered + current + 1 > quota.limit()) {
            return false;
        }
        current++;
        return true;
    }

    private void slide(long now) {
        long windowsPassed = (now - start) / quota.windowNanos();
        if (windowsPassed > 0) {
            previous = windowsPassed == 1 ? current : 0;
            current = 0;
            start += windowsPassed * quota.windowNanos();
        }
    }
}
