package handbook.scalability.loadbalancing;

import java.util.List;
import java.util.function.IntUnaryOperator;

/// The policies of this topic, each a whiteboard piece of its own.
public enum Policy {
    /// One after the other: [RoundRobin].
    ROUND_ROBIN("round robin"),
    /// Any.
    RANDOM("random"),
    /// The least loaded of all: [LeastLoaded].
    LEAST_LOADED("least loaded of all"),
    /// The less loaded of two: [TwoChoices].
    TWO_CHOICES("two choices"),
    /// Consistent hashing of the key: [Ring].
    RING("ring"),
    /// Consistent hashing with a limit on each target's load: [BoundedRing].
    BOUNDED_RING("bounded ring"),
    /// The highest of all hashes of key and target: [Rendezvous].
    RENDEZVOUS("rendezvous");

    private final String label;

    Policy(String label) {
        this.label = label;
    }

    /// Makes a balancer.
    ///
    /// @param <T> the targets
    /// @param targets one or more
    /// @param random draws a number from 0 to below its argument; from many threads at once if the balancer is used so
    /// @return a balancer over these targets
    public <T extends Target> Balancer<T> over(List<T> targets, IntUnaryOperator random) {
        return switch (this) {
            case ROUND_ROBIN -> new RoundRobin<>(targets);
            case RANDOM -> key -> targets.get(random.applyAsInt(targets.size()));
            case LEAST_LOADED -> new LeastLoaded<>(targets, random);
            case TWO_CHOICES -> new TwoChoices<>(targets, random);
            case RING -> new Ring<>(targets, 100, Hashes::farmHash);
            case BOUNDED_RING -> new BoundedRing<>(targets, 100, 1.25);
            case RENDEZVOUS -> new Rendezvous<>(targets);
        };
    }

    @Override
    public String toString() {
        return label;
    }
}
