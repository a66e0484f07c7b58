package handbook.scalability.loadbalancing;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// The least loaded of all targets. It reads every load for each pick.
///
/// @param <T> the targets
public final class LeastLoaded<T extends Target> implements Balancer<T> {
    private final List<T> targets;
    private final IntUnaryOperator random;

    /// @param targets one or more
    /// @param random draws a number from 0 to below its argument
    public LeastLoaded(List<T> targets, IntUnaryOperator random) {
        this.targets = List.copyOf(targets);
        this.random = random;
    }

    // @start region=least
    @Override
    public T pick(String key) {
        int start = random.applyAsInt(targets.size()); // or the first of the idle ones would get all that comes at night
        var best = targets.get(start);
        for (int i = 1, at = start; i < targets.size(); i++) {
            at = at + 1 < targets.size() ? at + 1 : 0;
            var other = targets.get(at);
            if (other.load() < best.load()) {
                best = other;
            }
        }
        return best;
    }
    // @end
}
