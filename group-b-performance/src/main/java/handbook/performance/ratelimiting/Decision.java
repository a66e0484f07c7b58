package handbook.performance.ratelimiting;

import java.util.concurrent.TimeUnit;

/// What a limiter says to one request.
///
/// @param waitNanos 0 when it may pass; else nanoseconds until it could, if nobody else comes
/// @param remaining how many more may pass at once
public record Decision(long waitNanos, int remaining) {
    /// Whether the request may pass.
    ///
    /// @return true when there is nothing to wait for
    public boolean admitted() {
        return waitNanos == 0;
    }

    /// What `Retry-After` says. It is rounded up: who waits so long is not refused for coming too early.
    ///
    /// @return whole seconds, 1 or more for a refused request
    public long retryAfterSeconds() {
        return Math.ceilDiv(waitNanos, TimeUnit.SECONDS.toNanos(1));
    }
}
