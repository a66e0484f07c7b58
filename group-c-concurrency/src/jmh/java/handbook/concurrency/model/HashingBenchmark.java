package handbook.concurrency.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/// 512 tasks that hash 64 KiB each. The limit is the bare loop on as many threads as there are cores, with nothing
/// handed over.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HashingBenchmark {
    private static final int TASKS = 512;

    private final List<Callable<Long>> tasks = new ArrayList<>();
    private ExecutorService poolOfCores;
    private ExecutorService virtualThreads;
    private ForkJoinPool forkJoinPool;

    @Setup
    public void setUp() {
        for (int i = 0; i < TASKS; i++) {
            int task = i;
            tasks.add(() -> Hashing.hash(task));
        }
        int cores = Runtime.getRuntime().availableProcessors();
        poolOfCores = Executors.newFixedThreadPool(cores);
        virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
        forkJoinPool = new ForkJoinPool(cores);
    }

    @TearDown
    public void tearDown() {
        poolOfCores.close();
        virtualThreads.close();
        forkJoinPool.close();
    }

    @Benchmark
    @Threads(Threads.MAX)
    @OperationsPerInvocation(TASKS)
    public long limit() {
        return Hashing.sum(0, TASKS);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public long oneThread() {
        return Hashing.sum(0, TASKS);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public List<Future<Long>> poolOfCores() throws InterruptedException {
        return poolOfCores.invokeAll(tasks);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public List<Future<Long>> virtualThreadPerTask() throws InterruptedException {
        return virtualThreads.invokeAll(tasks);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public long forkJoin() {
        return forkJoinPool.invoke(new HashingRace.HashRange(0, TASKS));
    }
}
