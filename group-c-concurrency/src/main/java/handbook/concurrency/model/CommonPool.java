package handbook.concurrency.model;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/// What a blocked task does to the pool that the whole program shares; part of [OneCarrier]. With one processor that
/// pool has one worker, and with two as well.
final class CommonPool {
    private static final ForkJoinPool POOL = ForkJoinPool.commonPool();

    /// Who worked on a parallel stream.
    record Stream(int threads, boolean callerAmongThem) {}

    private CommonPool() {}

    static List<WhoElseRan> rows() throws InterruptedException {
        try (var own = Executors.newFixedThreadPool(1)) {
            return List.of(row("parks in the common pool", Gate::park, own),
                    row("the same as ManagedBlocker", CommonPool::parkManaged, own));
        }
    }

    private static WhoElseRan row(String name, OneCarrier.Way way, Executor own) throws InterruptedException {
        return new WhoElseRan(name, othersRun(POOL, way), "-", othersRun(own, way));
    }

    // @start region=common-pool
    /// Whether `runAsync` without an executor runs while a task is blocked.
    private static boolean othersRun(Executor where, OneCarrier.Way way) throws InterruptedException {
        var gate = new Gate();
        var task = CompletableFuture.runAsync(() -> blockAt(gate, way), where);
        var blocked = gate.awaitReached();
        Gate.await(() -> blocked.getState() == Thread.State.WAITING);

        var ran = new CountDownLatch(1);
        var other = CompletableFuture.runAsync(ran::countDown);
        boolean othersRun = Gate.runs(ran, () -> POOL.getQueuedSubmissionCount() == 1 && POOL.getPoolSize() == 1);

        gate.open();
        task.join();
        other.join();
        return othersRun;
    }

    private static void parkManaged(Gate gate) throws InterruptedException {
        ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
            @Override
            public boolean block() {
                gate.park(); // the pool has started a spare worker before it calls this
                return true;
            }

            @Override
            public boolean isReleasable() {
                return gate.isOpen();
            }
        });
    }
    // @end

    /// Who works on a parallel stream while all workers of the common pool are parked.
    static Stream parallelStream() throws InterruptedException {
        var gates = IntStream.range(0, ForkJoinPool.getCommonPoolParallelism()).mapToObj(i -> new Gate()).toList();
        var tasks = gates.stream().map(gate -> CompletableFuture.runAsync(gate::park)).toList();
        for (var gate : gates) {
            gate.awaitReached();
        }
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        IntStream.range(0, 10_000).parallel().forEach(i -> threads.add(Thread.currentThread()));
        gates.forEach(Gate::open);
        tasks.forEach(CompletableFuture::join);
        return new Stream(threads.size(), threads.contains(Thread.currentThread()));
    }

    private static void blockAt(Gate gate, OneCarrier.Way way) {
        try {
            way.block(gate);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
