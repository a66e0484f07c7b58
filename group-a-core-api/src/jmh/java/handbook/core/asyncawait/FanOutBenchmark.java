package handbook.core.asyncawait;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Starts 100 tasks that do next to nothing, and waits for all of them: what it costs to fan out. The limit is the
/// bare start of virtual threads, and one latch for their end.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FanOutBenchmark {
    private static final int TASKS = 100;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final LongAdder done = new LongAdder();
    private final Callable<LongAdder> task = () -> {
        done.increment();
        return done;
    };
    private ExecutorService pool;

    @Setup
    public void setUp() {
        pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    }

    @TearDown
    public void tearDown() {
        pool.close();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public LongAdder limit() throws InterruptedException {
        return startAndJoin(Thread.ofVirtual());
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public LongAdder platformThreads() throws InterruptedException {
        return startAndJoin(Thread.ofPlatform());
    }

    /// Joins all threads at one latch: `Thread.join` would make one for each of them.
    private LongAdder startAndJoin(Thread.Builder threads) throws InterruptedException {
        var running = new CountDownLatch(TASKS);
        for (int i = 0; i < TASKS; i++) {
            threads.start(() -> {
                done.increment();
                running.countDown();
            });
        }
        running.await();
        return done;
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public LongAdder virtualThreadExecutor() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < TASKS; i++) {
                threads.execute(done::increment);
            }
        }
        return done;
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public LongAdder taskScope() throws Exception {
        try (var scope = new TaskScope(LIMIT)) {
            for (int i = 0; i < TASKS; i++) {
                scope.fork(task);
            }
            scope.join();
        }
        return done;
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public LongAdder futuresOnAPool() {
        var futures = new CompletableFuture<?>[TASKS];
        for (int i = 0; i < TASKS; i++) {
            futures[i] = CompletableFuture.runAsync(done::increment, pool);
        }
        CompletableFuture.allOf(futures).join();
        return done;
    }
}
