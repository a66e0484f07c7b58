package handbook.scalability.loadbalancing;

/// A policy over a fixed list of targets. Who is in the list is not its business: when a target comes, goes or is
/// ejected, a new balancer is made over the new list.
///
/// @param <T> the targets
@FunctionalInterface
public interface Balancer<T extends Target> {
    /// Decides which target answers. Safe to call from many threads.
    ///
    /// @param key what hashing policies look at, for example a client's id; the others ignore it
    /// @return one of the targets
    T pick(String key);
}
