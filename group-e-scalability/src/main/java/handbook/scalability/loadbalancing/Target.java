package handbook.scalability.loadbalancing;

/// What a balancer chooses among: a back end, a queue of the simulation, a node of a cache.
public interface Target {
    /// The name, which hashing places; two targets never share one.
    ///
    /// @return for example `b2`
    String name();

    /// How busy the balancer believes the target to be.
    ///
    /// @return requests in flight, as far as known
    int load();
}
