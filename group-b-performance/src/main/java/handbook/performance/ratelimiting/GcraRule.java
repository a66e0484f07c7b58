package handbook.performance.ratelimiting;

/// The arithmetic of the generic cell rate algorithm: a token bucket whose whole state is one time, the *theoretical
/// arrival time* (TAT), at which the bucket will be full again. A token is `interval` nanoseconds, so a TAT three
/// intervals ahead of now means three tokens are missing. A TAT in the past is a full bucket: as good as no state.
///
/// Source: ITU-T [I.371](https://www.itu.int/rec/T-REC-I.371), Annex A, virtual scheduling algorithm
///
/// @param capacity how many may pass at once, 1 or more
/// @param interval nanoseconds per token
record GcraRule(int capacity, long interval) {
    /// Refuses a bucket that holds nothing, and one whose filling takes longer than a `long` of nanoseconds.
    GcraRule {
        if (capacity < 1) {
            throw new IllegalArgumentException("a bucket holds at least 1 token, not " + capacity);
        }
        Math.multiplyExact(capacity, interval);
    }

    static GcraRule of(int capacity, Quota rate) {
        return new GcraRule(capacity, rate.intervalNanos());
    }

    // @start region=gcra-rule
    /// How long until these permits could pass; 0 when they can now.
    long waitNanos(long tat, long now, int permits) {
        return Math.max(0, charged(tat, now, permits) - now - capacity * interval);
    }

    /// The state after they passed.
    long charged(long tat, long now, int permits) {
        return full(tat, now) + permits * interval;
    }

    /// When the bucket is full; times are compared by their difference, as `System.nanoTime` may overflow.
    private static long full(long tat, long now) {
        return tat - now > 0 ? tat : now;
    }
    // @end

    /// Whole tokens in the bucket, 0 to capacity.
    int tokens(long tat, long now) {
        return (int) Math.max(0, (now + capacity * interval - full(tat, now)) / interval);
    }

    boolean isFull(long tat, long now) {
        return full(tat, now) == now;
    }

    void check(int permits) {
        if (permits < 1 || permits > capacity) {
            throw new IllegalArgumentException("1 to " + capacity + " permits can pass at once, never " + permits);
        }
    }
}
