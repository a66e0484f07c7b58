package handbook.scalability.loadbalancing;

import java.util.ArrayList;
import java.util.List;
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

/// What one pick costs, by the number of back ends.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class PickBenchmark {
    @Param({"10", "100"})
    int backends;

    private final AtomicInteger next = new AtomicInteger();
    private Backend[] array;
    private Balancer<Backend> roundRobin;
    private Balancer<Backend> random;
    private Balancer<Backend> twoChoices;
    private Balancer<Backend> leastLoaded;
    private Balancer<Backend> ring;
    private Balancer<Backend> rendezvous;
    private Balancer<Backend> jumpHash;

    @Setup
    public void makeBalancers() {
        List<Backend> all = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            all.add(new Backend("b" + i, java.net.URI.create("http://127.0.0.1:1")));
        }
        array = all.toArray(Backend[]::new);
        roundRobin = over(Policy.ROUND_ROBIN, all);
        random = over(Policy.RANDOM, all);
        twoChoices = over(Policy.TWO_CHOICES, all);
        leastLoaded = over(Policy.LEAST_LOADED, all);
        ring = over(Policy.RING, all);
        rendezvous = over(Policy.RENDEZVOUS, all);
        jumpHash = new JumpHash<>(all);
    }

    private static Balancer<Backend> over(Policy policy, List<Backend> all) {
        return policy.over(all, n -> ThreadLocalRandom.current().nextInt(n));
    }

    @Benchmark
    public Backend limit() {
        return array[(next.getAndIncrement() & Integer.MAX_VALUE) % array.length];
    }

    @Benchmark
    public Backend roundRobin() {
        return roundRobin.pick("client-4711");
    }

    @Benchmark
    public Backend random() {
        return random.pick("client-4711");
    }

    @Benchmark
    public Backend twoChoices() {
        return twoChoices.pick("client-4711");
    }

    @Benchmark
    public Backend leastLoaded() {
        return leastLoaded.pick("client-4711");
    }

    @Benchmark
    public Backend ring() {
        return ring.pick("client-4711");
    }

    @Benchmark
    public Backend rendezvous() {
        return rendezvous.pick("client-4711");
    }

    @Benchmark
    public Backend jumpHash() {
        return jumpHash.pick("client-4711");
    }
}
