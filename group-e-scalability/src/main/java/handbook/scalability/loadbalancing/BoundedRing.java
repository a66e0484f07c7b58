package handbook.scalability.loadbalancing;

import java.util.List;

/// A ring on which no target takes more than a multiple of the mean load: a key whose owner is full goes on clockwise.
///
/// Mirrokni, Thorup and Zadimoghaddam, [Consistent Hashing with Bounded Loads](https://arxiv.org/abs/1608.01350) (2016).
///
/// @param <T> the targets
public final class BoundedRing<T extends Target> implements Balancer<T> {
    private final List<T> targets;
    private final double factor;
    private final Ring<T> ring;

    /// @param targets one or more
    /// @param virtualNodes points of each target
    /// @param factor the largest load as a multiple of the mean, more than 1
    public BoundedRing(List<T> targets, int virtualNodes, double factor) {
        if (!(factor > 1)) {
            throw new IllegalArgumentException("the largest load must be more than the mean");
        }
        this.targets = List.copyOf(targets);
        this.factor = factor;
        ring = new Ring<>(targets, virtualNodes, Hashes::farmHash);
    }

    // @start region=bounded
    @Override
    public T pick(String key) {
        int total = targets.stream().mapToInt(Target::load).sum() + 1; // with the one that is to be placed
        double limit = Math.ceil(factor * total / targets.size());
        return ring.clockwise(key).filter(target -> target.load() < limit).findFirst()
                .orElseGet(() -> ring.pick(key)); // only when loads changed while they were read
    }
    // @end
}
