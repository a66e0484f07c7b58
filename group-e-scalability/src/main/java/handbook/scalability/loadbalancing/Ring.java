package handbook.scalability.loadbalancing;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/// Consistent hashing: each target stands at many points of a ring, a key belongs to the next point clockwise. A target
/// that leaves gives away its own keys only, a new one takes only what it will own.
///
/// Karger and others, [Consistent Hashing and Random Trees](https://doi.org/10.1145/258533.258660) (1997).
///
/// @param <T> the targets
public final class Ring<T extends Target> implements Balancer<T> {
    private final TreeMap<Long, T> points = new TreeMap<>();
    private final ToLongFunction<String> hash;

    /// @param targets one or more
    /// @param virtualNodes points of each target
    /// @param hash the ring is as even as this hash
    public Ring(List<T> targets, int virtualNodes, ToLongFunction<String> hash) {
        if (targets.isEmpty() || virtualNodes < 1) {
            throw new IllegalArgumentException("needs a target and a point for each");
        }
        this.hash = hash;
        for (var target : targets) {
            for (int i = 0; i < virtualNodes; i++) {
                points.put(hash.applyAsLong(target.name() + "-" + i), target);
            }
        }
    }

    // @start region=ring
    @Override
    public T pick(String key) {
        var next = points.ceilingEntry(hash.applyAsLong(key));
        return (next != null ? next : points.firstEntry()).getValue();
    }
    // @end

    /// The targets in the order in which they would own a key.
    Stream<T> clockwise(String key) {
        var at = hash.applyAsLong(key);
        return Stream.concat(points.tailMap(at, true).values().stream(), points.headMap(at, false).values().stream());
    }
}
