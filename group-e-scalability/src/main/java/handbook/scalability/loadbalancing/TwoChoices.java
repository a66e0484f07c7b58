package handbook.scalability.loadbalancing;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// The less loaded of two targets drawn at random.
///
/// Mitzenmacher, [The Power of Two Choices](https://www.eecs.harvard.edu/~michaelm/postscripts/tpds2001.pdf) (2001).
///
/// @param <T> the targets
public final class TwoChoices<T extends Target> implements Balancer<T> {
    private final List<T> targets;
    private final IntUnaryOperator random;

    /// @param targets one or more
    /// @param random draws a number from 0 to below its argument
    public TwoChoices(List<T> targets, IntUnaryOperator random) {
        this.targets = List.copyOf(targets);
        this.random = random;
    }

    // @start region=two
    @Override
    public T pick(String key) {
        int n = targets.size();
        int i = random.applyAsInt(n);
        if (n == 1) {
            return targets.get(i);
        }
        int j = (i + 1 + random.applyAsInt(n - 1)) % n; // any but i
        var one = targets.get(i);
        var other = targets.get(j);
        return other.load() < one.load() ? other : one;
    }
    // @end
}
