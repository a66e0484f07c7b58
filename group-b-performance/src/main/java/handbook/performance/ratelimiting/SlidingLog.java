package handbook.performance.ratelimiting;

import java.util.function.LongSupplier;

/// Remembers when each request passed that may still count: exact in every window, for one timestamp a request.
public final class SlidingLog implements Limiter {
    private final long window;
    private final LongSupplier nanos;
    private final long[] passed;
    private int oldest;
    private int size;

    /// @param quota the limit in every window
    /// @param nanos the time, for example `System::nanoTime`
    public SlidingLog(Quota quota, LongSupplier nanos) {
        window = quota.windowNanos();
        this.nanos = nanos;
        passed = new long[quota.limit()];
    }

    @Override
    public synchronized boolean tryAcquire() {
        long now = nanos.getAsLong();
        if (size == passed.length && now - passed[oldest] <= window) {
            return false;
        }
        if (size < passed.length) {
            passed[size++] = now;
        } else {
            passed[oldest] = now;
            oldest = (oldest + 1) % passed.length;
        }
        return true;
    }
}
