package handbook.scalability.loadbalancing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One target after the other, whatever their load.
///
/// @param <T> the targets
public final class RoundRobin<T extends Target> implements Balancer<T> {
    private final List<T> targets;
    private final AtomicInteger next;

    /// @param targets one or more
    public RoundRobin(List<T> targets) {
        this(targets, 0);
    }

    RoundRobin(List<T> targets, int start) {
        this.targets = List.copyOf(targets);
        next = new AtomicInteger(start);
    }

    @Override
    public T pick(String key) {
        // not %: after two billion picks the counter is negative
        return targets.get(Math.floorMod(next.getAndIncrement(), targets.size()));
    }
}
