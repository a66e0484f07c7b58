package handbook.performance.ratelimiting;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// A token bucket for each client in at most so many states, whatever keys an attacker makes up.
///
/// A cache that evicts the oldest would hand an exhausted client a full bucket whenever somebody floods it with keys. Here
/// only full buckets are dropped, which are as good as none. When all states are in use, clients that have none share one
/// bucket until a state is free; one that has emptied it may find a full bucket of its own then, once.
public final class KeyedGcra implements KeyedLimiter {
    private final GcraRule rule;
    private final int maxKeys;
    private final LongSupplier nanos;
    private final ConcurrentHashMap<String, Long> states = new ConcurrentHashMap<>();
    private final Gcra newcomers;
    private long nextSweep;

    /// @param capacity how many of a client may pass at once
    /// @param rate how fast a client's tokens come back
    /// @param maxKeys the most states, 1 or more
    /// @param nanos the time, for example `System::nanoTime`
    public KeyedGcra(int capacity, Quota rate, int maxKeys, LongSupplier nanos) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException("at least 1 key, not " + maxKeys);
        }
        rule = GcraRule.of(capacity, rate);
        this.maxKeys = maxKeys;
        this.nanos = nanos;
        newcomers = new Gcra(capacity, rate, nanos);
        nextSweep = nanos.getAsLong();
    }

    // @start region=keyed
    @Override
    public Decision tryAcquire(String key) {
        long now = nanos.getAsLong();
        while (true) {
            Long tat = states.get(key);
            if (tat == null) {
                if (!add(key, now)) {
                    return new Decision(newcomers.tryAcquire(1), newcomers.tokens());
                }
                continue;
            }
            long wait = rule.waitNanos(tat, now, 1);
            if (wait > 0) {
                return new Decision(wait, 0);
            }
            long charged = rule.charged(tat, now, 1);
            if (states.replace(key, tat, charged)) { // else another thread was quicker
                return new Decision(0, rule.tokens(charged, now));
            }
        }
    }

    /// Adds a full bucket if there is room. Looking for room costs a pass through all states, so once per filling time.
    private synchronized boolean add(String key, long now) {
        if (states.size() >= maxKeys && now - nextSweep >= 0) {
            states.values().removeIf(tat -> rule.isFull(tat, now)); // unless it was charged meanwhile
            nextSweep = now + rule.capacity() * rule.interval();
        }
        if (states.size() < maxKeys) {
            states.putIfAbsent(key, now);
        }
        return states.containsKey(key);
    }
    // @end

    /// How many clients have a state.
    ///
    /// @return 0 to the configured number
    public int keys() {
        return states.size();
    }
}
