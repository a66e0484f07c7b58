package handbook.performance.ratelimiting;

/// A limit for each client.
@FunctionalInterface
public interface KeyedLimiter {
    /// Asks for one request of a client.
    ///
    /// @param key who asks
    /// @return the decision
    Decision tryAcquire(String key);
}
