package handbook.scalability.loadbalancing;

import java.util.List;

/// Rendezvous hashing: a key belongs to the target with the highest hash of key and target. No ring and no virtual
/// nodes, as even as the hash, but each pick mixes the hashes of the key and of each target.
///
/// Thaler and Ravishankar, [Using Name-Based Mappings to Increase Hit Rates](https://doi.org/10.1109/90.663936) (1998).
///
/// @param <T> the targets
public final class Rendezvous<T extends Target> implements Balancer<T> {
    private final List<T> targets;
    private final long[] names;

    /// @param targets one or more
    public Rendezvous(List<T> targets) {
        this.targets = List.copyOf(targets);
        names = targets.stream().mapToLong(target -> Hashes.farmHash(target.name())).toArray();
    }

    // @start region=rendezvous
    @Override
    public T pick(String key) {
        long hashed = Hashes.farmHash(key);
        int best = 0;
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < names.length; i++) {
            long hash = Hashes.mix(hashed ^ names[i]);
            if (hash > highest) {
                highest = hash;
                best = i;
            }
        }
        return targets.get(best);
    }
    // @end
}
