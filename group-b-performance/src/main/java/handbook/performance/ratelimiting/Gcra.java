package handbook.performance.ratelimiting;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The token bucket in one word: no lock, no timer, nothing allocated. See [GcraRule] for what the word means.
public final class Gcra implements Limiter {
    private final GcraRule rule;
    private final LongSupplier nanos;
    private final AtomicLong state;

    /// A full bucket.
    ///
    /// @param capacity how many may pass at once
    /// @param rate how fast tokens come back, one at a time
    /// @param nanos the time, for example `System::nanoTime`
    public Gcra(int capacity, Quota rate, LongSupplier nanos) {
        rule = GcraRule.of(capacity, rate);
        this.nanos = nanos;
        state = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public boolean tryAcquire() {
        return tryAcquire(1) == 0;
    }

    // @start region=gcra
    /// Asks for several requests at once: all of them pass, or none.
    ///
    /// @param permits how many, 1 to the capacity
    /// @return 0 when they may pass; else nanoseconds until they could, if nobody else comes
    public long tryAcquire(int permits) {
        rule.check(permits);
        long now = nanos.getAsLong();
        while (true) {
            long tat = state.get();
            long wait = rule.waitNanos(tat, now, permits);
            if (wait > 0) {
                return wait;
            }
            if (state.compareAndSet(tat, rule.charged(tat, now, permits))) {
                return 0;
            }
        }
    }
    // @end

    /// What the bucket holds now.
    ///
    /// @return whole tokens, 0 to the capacity
    public int tokens() {
        return rule.tokens(state.get(), nanos.getAsLong());
    }
}
