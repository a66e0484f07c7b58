package handbook.performance.ratelimiting;

import java.time.Duration;

/// So many requests per so long.
///
/// @param limit requests, 1 or more
/// @param window longer than 0
public record Quota(int limit, Duration window) {
    /// Refuses what limits nothing or everything.
    public Quota {
        if (limit < 1 || !window.isPositive()) {
            throw new IllegalArgumentException(
                    "a quota is at least 1 request in a time above 0, not " + limit + " in " + window);
        }
    }

    /// A quota per second.
    ///
    /// @param limit requests, 1 or more
    /// @return the quota
    public static Quota perSecond(int limit) {
        return new Quota(limit, Duration.ofSeconds(1));
    }

    /// The window's length.
    ///
    /// @return nanoseconds
    public long windowNanos() {
        return window.toNanos();
    }

    /// The time between two requests at an even rate, rounded up: the rate is never above the quota.
    ///
    /// @return nanoseconds
    public long intervalNanos() {
        return Math.ceilDiv(windowNanos(), limit);
    }

    @Override
    public String toString() {
        return limit + " per " + window;
    }
}
