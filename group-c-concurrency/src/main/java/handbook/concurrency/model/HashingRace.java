package handbook.concurrency.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;

/// Tasks that only compute: each hashes 64 KiB. Every model must come to the same sum.
final class HashingRace implements AutoCloseable {
    private final int tasks;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final ExecutorService poolOfCores = WaitingRace.startedPool(cores);
    private final ExecutorService largePool = WaitingRace.startedPool(WaitingRace.POOL);
    private final ForkJoinPool forkJoin = new ForkJoinPool(cores);

    /// What one model did.
    ///
    /// @param model its name
    /// @param nanos how long all tasks took
    /// @param sum the sum of all hashes, the same for every model
    record Result(String model, long nanos, long sum) {
        Result faster(Result other) {
            return nanos <= other.nanos() ? this : other;
        }
    }

    HashingRace(int tasks) {
        this.tasks = tasks;
    }

    Result oneThread() {
        return measured("one thread", () -> Hashing.sum(0, tasks));
    }

    Result poolOfCores() throws InterruptedException {
        return onExecutor("pool of " + cores + " (cores)", poolOfCores);
    }

    Result largePool() throws InterruptedException {
        return onExecutor("pool of " + WaitingRace.POOL, largePool);
    }

    Result virtualThreads() throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return onExecutor("virtual thread per task", executor);
        }
    }

    Result forkJoin() {
        return measured("ForkJoin of " + cores, () -> forkJoin.invoke(new HashRange(0, tasks)));
    }

    Result processes(List<RaceWorker> workers) {
        return measured(workers.size() + " processes, a thread each", () -> {
            int each = tasks / workers.size();
            for (int i = 0; i < workers.size(); i++) {
                int to = i == workers.size() - 1 ? tasks : (i + 1) * each;
                workers.get(i).start("hash", i * each, to);
            }
            return workers.stream().mapToLong(RaceWorker::awaitDone).sum();
        });
    }

    private Result onExecutor(String model, ExecutorService executor) throws InterruptedException {
        var hashes = new ArrayList<Callable<Long>>();
        for (int i = 0; i < tasks; i++) {
            int task = i;
            hashes.add(() -> Hashing.hash(task));
        }
        return measured(model, () -> executor.invokeAll(hashes).stream().mapToLong(Future::resultNow).sum());
    }

    private static <E extends Exception> Result measured(String model, Sum<E> run) throws E {
        long start = System.nanoTime();
        long sum = run.ofAllHashes();
        return new Result(model, System.nanoTime() - start, sum);
    }

    private interface Sum<E extends Exception> {
        long ofAllHashes() throws E;
    }

    @Override
    public void close() {
        poolOfCores.close();
        largePool.close();
        forkJoin.close();
    }

    // @start region=fork-join
    /// Divide and conquer: an idle worker steals the largest piece that a busy one has put aside.
    static final class HashRange extends RecursiveTask<Long> {
        private static final long serialVersionUID = 1;
        private static final int SMALL_ENOUGH = 16;
        private final int from;
        private final int to;

        HashRange(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Long compute() {
            if (to - from <= SMALL_ENOUGH) {
                return Hashing.sum(from, to);
            }
            int middle = (from + to) >>> 1;
            var left = new HashRange(from, middle);
            left.fork();
            return new HashRange(middle, to).compute() + left.join();
        }
    }
    // @end
}
