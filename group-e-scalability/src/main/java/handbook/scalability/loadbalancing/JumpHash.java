package handbook.scalability.loadbalancing;

import java.util.List;

import com.google.common.hash.Hashing;

/// Guava's jump consistent hash: no ring in memory, and numbers instead of names, so that only the last target can go.
///
/// Lamping and Veach, [A Fast, Minimal Memory, Consistent Hash Algorithm](https://arxiv.org/abs/1406.2294) (2014).
///
/// @param <T> the targets
public final class JumpHash<T extends Target> implements Balancer<T> {
    private final List<T> targets;

    /// @param targets one or more; their order is part of the mapping
    public JumpHash(List<T> targets) {
        this.targets = List.copyOf(targets);
    }

    @Override
    public T pick(String key) {
        return targets.get(Hashing.consistentHash(Hashes.farmHash(key), targets.size()));
    }

    /// The mapping without a target.
    ///
    /// @param target the last one of two or more
    /// @return a mapping in which only its keys have moved
    /// @throws IllegalArgumentException for any other, which would renumber those behind it
    public JumpHash<T> without(T target) {
        if (!target.equals(targets.getLast())) {
            throw new IllegalArgumentException("jump hash can only drop the last target, " + targets.getLast().name()
                    + ", not " + target.name() + ": those behind it would change their numbers");
        }
        return new JumpHash<>(targets.subList(0, targets.size() - 1));
    }
}
