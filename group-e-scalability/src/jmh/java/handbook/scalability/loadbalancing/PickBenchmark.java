package handbook.scalability.loadbalancing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// What one pick costs, by the number of back ends, for keys and loads that differ.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class PickBenchmark {
    @Param({"10", "100"})
    int backends;

    private static final int KEYS = 1_024;

    /// A thread's own turn.
    @State(Scope.Thread)
    public static class Turn {
        private int next;

        private int next() {
            return next++ & KEYS - 1;
        }
    }

    private final AtomicInteger shared = new AtomicInteger();
    private final String[] keys = new String[KEYS];
    private final Backend[] inTurn = new Backend[KEYS];
    private Backend[] array;
    private Balancer<Backend> roundRobin;
    private Balancer<Backend> anyOne;
    private Balancer<Backend> twoChoices;
    private Balancer<Backend> leastLoaded;
    private Balancer<Backend> ring;
    private Balancer<Backend> rendezvous;
    private Balancer<Backend> jumpHash;

    @Setup
    public void makeBalancers() {
        var random = new SplittableRandom(42);
        List<Backend> all = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            all.add(new Backend("b" + i, URI.create("http://127.0.0.1:1")));
            for (int load = random.nextInt(10); load > 0; load--) {
                all.getLast().begin();
            }
        }
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "client-" + i;
            inTurn[i] = all.get(i % backends);
        }
        array = all.toArray(Backend[]::new);
        roundRobin = over(Policy.ROUND_ROBIN, all);
        anyOne = over(Policy.RANDOM, all);
        twoChoices = over(Policy.TWO_CHOICES, all);
        leastLoaded = over(Policy.LEAST_LOADED, all);
        ring = over(Policy.RING, all);
        rendezvous = over(Policy.RENDEZVOUS, all);
        jumpHash = new JumpHash<>(all);
    }

    private static Balancer<Backend> over(Policy policy, List<Backend> all) {
        return policy.over(all, n -> ThreadLocalRandom.current().nextInt(n));
    }

    /// An array read, where a counter of the thread's own points to: no pick does less.
    @Benchmark
    public Backend limit(Turn turn) {
        return inTurn[turn.next()];
    }

    /// The least that counts for all threads together.
    @Benchmark
    public Backend increment() {
        return array[(shared.getAndIncrement() & Integer.MAX_VALUE) % array.length];
    }

    @Benchmark
    @Threads(2)
    public Backend incrementByTwo() {
        return array[(shared.getAndIncrement() & Integer.MAX_VALUE) % array.length];
    }

    @Benchmark
    @Threads(2)
    public Backend roundRobinByTwo(Turn turn) {
        return roundRobin.pick(keys[turn.next()]);
    }

    @Benchmark
    @Threads(2)
    public Backend randomByTwo(Turn turn) {
        return anyOne.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend roundRobin(Turn turn) {
        return roundRobin.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend random(Turn turn) {
        return anyOne.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend twoChoices(Turn turn) {
        return twoChoices.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend leastLoaded(Turn turn) {
        return leastLoaded.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend ring(Turn turn) {
        return ring.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend rendezvous(Turn turn) {
        return rendezvous.pick(keys[turn.next()]);
    }

    @Benchmark
    public Backend jumpHash(Turn turn) {
        return jumpHash.pick(keys[turn.next()]);
    }
}
