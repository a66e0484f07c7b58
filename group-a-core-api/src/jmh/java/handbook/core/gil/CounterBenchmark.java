package handbook.core.gil;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.ThreadParams;

/// Counters under one thread and under two. The limit is one thread with a counter of its own: two threads that share
/// nothing reach twice that on two cores, and what is below 1 is slower with two threads than one is alone.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class CounterBenchmark {
    private static final int APART = 32; // longs: a cache line is 8, and the next ones may be fetched with it

    private final long[] shared = new long[4 * APART];
    private final int[] pair = new int[8 * APART]; // two in the place of a long: no cache line ends between them
    private final AtomicLong atomic = new AtomicLong();
    private final LongAdder adder = new LongAdder();
    private long locked;

    /// A thread's own counter, and its places in the shared arrays.
    @State(Scope.Thread)
    public static class Own {
        private final long[] counts = new long[4 * APART];
        private int own;
        private int adjacent;
        private int padded;

        /// Gives each thread its places.
        ///
        /// @param threads the thread's number
        @Setup
        public void choosePlaces(ThreadParams threads) {
            own = 2 * APART;
            adjacent = 4 * APART + threads.getThreadIndex();
            padded = APART * (1 + threads.getThreadIndex());
        }
    }

    @Benchmark
    @Threads(1)
    public long limit(Own own) {
        return own.counts[own.own]++;
    }

    @Benchmark
    @Threads(2)
    public long perThread(Own own) {
        return own.counts[own.own]++;
    }

    @Benchmark
    @Threads(2)
    public long padded(Own own) {
        return shared[own.padded]++;
    }

    @Benchmark
    @Threads(2)
    public int adjacent(Own own) {
        return pair[own.adjacent]++;
    }

    @Benchmark
    @Threads(1)
    public void longAdderAlone() {
        adder.increment();
    }

    @Benchmark
    @Threads(2)
    public void longAdder() {
        adder.increment();
    }

    @Benchmark
    @Threads(1)
    public long atomicLongAlone() {
        return atomic.incrementAndGet();
    }

    @Benchmark
    @Threads(2)
    public long atomicLong() {
        return atomic.incrementAndGet();
    }

    @Benchmark
    @Threads(1)
    public long synchronizedAlone() {
        return incrementLocked();
    }

    @Benchmark
    @Threads(2)
    public long synchronizedShared() {
        return incrementLocked();
    }

    private synchronized long incrementLocked() {
        return ++locked;
    }
}
