package handbook.performance.ratelimiting;

/// Decides on requests, one call each. All threads may ask at once.
@FunctionalInterface
public interface Limiter {
    /// Asks for one request.
    ///
    /// @return whether it may pass now; a refused request changes nothing
    boolean tryAcquire();
}
