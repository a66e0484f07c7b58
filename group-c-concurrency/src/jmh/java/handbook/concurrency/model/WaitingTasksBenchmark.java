package handbook.concurrency.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

/// 2,000 tasks that wait 10 ms each. The limit is Little's for 200 in flight: their 10 rounds of 10 ms, waited out by
/// one thread at once, with nothing handed over.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class WaitingTasksBenchmark {
    private static final int TASKS = 2_000;
    private static final int POOL = 200;
    private static final int WAIT_MILLIS = 10;

    private final List<Callable<Void>> tasks = new ArrayList<>();
    private ExecutorService pool;
    private ExecutorService virtualThreads;

    @Setup
    public void setUp() {
        for (int i = 0; i < TASKS; i++) {
            tasks.add(() -> {
                Thread.sleep(WAIT_MILLIS);
                return null;
            });
        }
        pool = Executors.newFixedThreadPool(POOL);
        virtualThreads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @TearDown
    public void tearDown() {
        pool.close();
        virtualThreads.close();
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void limit() throws InterruptedException {
        Thread.sleep(TASKS / POOL * WAIT_MILLIS);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public List<Future<Void>> poolOf200() throws InterruptedException {
        return pool.invokeAll(tasks);
    }

    @Benchmark
    @OperationsPerInvocation(TASKS)
    public List<Future<Void>> virtualThreadPerTask() throws InterruptedException {
        return virtualThreads.invokeAll(tasks);
    }
}
