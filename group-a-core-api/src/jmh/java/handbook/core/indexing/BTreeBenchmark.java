package handbook.core.indexing;

import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// One look-up among a million keys, inserted in a random order, each time of another key. The limit is the JDK's
/// `TreeMap`, a binary tree with a node for each key.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class BTreeBenchmark {
    private static final int KEYS = 1_000_000;
    private static final int ODD = 0x9E3779B1; // multiplied by it, every int gives another int

    private int next;

    private int key() {
        next = (next + 1) % KEYS;
        return next * ODD;
    }

    private static int[] shuffled() {
        var random = new Random(1);
        var keys = new int[KEYS];
        for (int i = 0; i < KEYS; i++) {
            int other = random.nextInt(i + 1);
            keys[i] = keys[other];
            keys[other] = i * ODD;
        }
        return keys;
    }

    /// The JDK's tree.
    @State(Scope.Benchmark)
    public static class Jdk {
        private final TreeMap<Integer, Integer> map = new TreeMap<>();

        /// Inserts the keys.
        @Setup
        public void fill() {
            for (int key : shuffled()) {
                map.put(key, 1);
            }
        }
    }

    /// The whiteboard's tree.
    @State(Scope.Benchmark)
    public static class Whiteboard {
        private final BPlusTree tree = new BPlusTree();

        /// Inserts the keys.
        @Setup
        public void fill() {
            for (int key : shuffled()) {
                tree.insert(key, 1);
            }
        }
    }

    @Benchmark
    public @Nullable Integer limit(Jdk jdk) {
        return jdk.map.get(key());
    }

    @Benchmark
    public void bPlusTree(Whiteboard whiteboard, Blackhole blackhole) {
        int key = key();
        whiteboard.tree.scan(key, key, blackhole::consume);
    }
}
