package handbook.performance.ratelimiting;

import java.util.function.LongSupplier;

/// A counter that starts again at 0 when its window ends. Around that end twice the limit passes.
public final class FixedWindow implements Limiter {
    private final Quota quota;
    private final LongSupplier nanos;
    private long start;
    private int count;

    /// @param quota the limit in each window; the first window begins now
    /// @param nanos the time, for example `System::nanoTime`
    public FixedWindow(Quota quota, LongSupplier nanos) {
        this.quota = quota;
        this.nanos = nanos;
        start = nanos.getAsLong();
    }

    // @start region=fixed-window
    @Override
    public synchronized boolean tryAcquire() {
        long windowsPassed = (nanos.getAsLong() - start) / quota.windowNanos();
        if (windowsPassed > 0) { // not "other than 0": a clock set back must not hand out a new window
            start += windowsPassed * quota.windowNanos();
            count = 0;
        }
        if (count == quota.limit()) {
            return false;
        }
        count++;
        return true;
    }
    // @end
}
