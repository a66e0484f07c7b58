package handbook.scalability.loadbalancing;

import java.util.List;

/// Rendezvous hashing: a key belongs to the target with the highest hash of key and target. No ring and no virtual
/// nodes, as even as the hash, but a hash for each target and pick.
///
/// Thaler and Ravishankar, [Using Name-Based Mappings to Increase Hit Rates](https://doi.org/10.1109/90.663936) (1998).
///
/// @param <T> the targets
public final class Rendezvous<T extends Target> implements Balancer<T> {
    private final List<T> targets;

    /// @param targets one or more
    public Rendezvous(List<T> targets) {
        this.targets = List.copyOf(targets);
    }

    // @start region=rendezvous
    @Override
    public T pick(String key) {
        var best = targets.getFirst();
        long highest = Long.MIN_VALUE;
        for (var target : targets) {
            long hash = Hashes.murmur3(key + "@" + target.name());
            if (hash > highest) {
                highest = hash;
                best = target;
            }
        }
        return best;
    }
    // @end
}
