package handbook.concurrency.model;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tasks that only wait, as a call to a slow service does, under different models. The wait is the JDK's timer.
final class WaitingRace {
    static final int POOL = 200;
    /// Most platform threads that the race starts at once: a machine has a limit, and other users.
    static final int MOST_THREADS = 2_000;
    private static final int SHARE_OF_ONE_THREAD = 100;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final int tasks;
    private final Duration wait;

    /// What one model did.
    ///
    /// @param model its name
    /// @param tasks how many tasks it had
    /// @param nanos how long they took
    /// @param limit how many it can have in flight
    /// @param mostInFlight how many it had, counted; 0 where nobody could count
    /// @param threads most platform threads in the JVM meanwhile, counted
    /// @param refused tasks for which the system gave no thread
    /// @param completed tasks that came to their end, counted
    record Result(String model, int tasks, long nanos, int limit, int mostInFlight, int threads, int refused,
            int completed) {
        double tasksPerSecond() {
            return completed * 1e9 / nanos;
        }

        /// Little's law: rate = in flight / latency.
        double bound(Duration wait) {
            return limit * 1e9 / wait.toNanos();
        }
    }

    WaitingRace(int tasks, Duration wait) {
        this.tasks = tasks;
        this.wait = wait;
    }

    /// A model with little in flight gets a small share of the tasks, for some seconds, or the reader would wait with it.
    int fewTasks() {
        return Math.max(10, (int) Math.min(tasks / SHARE_OF_ONE_THREAD, LONGEST.dividedBy(wait)));
    }

    // @start region=models
    Result oneThread() {
        return race("one thread", fewTasks(), 1, Executors::newSingleThreadExecutor);
    }

    Result pool() {
        return race("pool of " + POOL, tasks, POOL, () -> startedPool(POOL));
    }

    Result platformThreads() {
        int threads = Math.min(tasks, MOST_THREADS);
        return race("platform thread per task", threads, threads,
                () -> Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory()));
    }

    Result virtualThreads() {
        return race("virtual thread per task", tasks, tasks, Executors::newVirtualThreadPerTaskExecutor);
    }
    // @end

    Result completableFutures() {
        return measured("CompletableFuture, timer", tasks, tasks, inFlight -> {
            Executor later = CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS);
            var futures = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < tasks; i++) {
                inFlight.begin();
                futures.add(CompletableFuture.runAsync(inFlight::end, later));
            }
            CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).join();
            return 0;
        });
    }

    Result processes(List<RaceWorker> workers) {
        return measured(workers.size() + " processes, a thread each", workers.size() * fewTasks(), workers.size(),
                inFlight -> {
                    workers.forEach(worker -> worker.start("wait", fewTasks(), wait.toNanos()));
                    workers.forEach(worker -> inFlight.ended((int) worker.awaitDone()));
                    return 0;
                });
    }

    Result race(String model, int tasks, int limit, Supplier<ExecutorService> executor) {
        try (var threads = executor.get()) {
            return measured(model, tasks, limit, inFlight -> {
                int refused = 0;
                for (int i = 0; i < tasks; i++) {
                    try {
                        threads.execute(() -> waitOnce(inFlight));
                    } catch (OutOfMemoryError e) { // "unable to create native thread": a result, not a crash
                        refused++;
                    }
                }
                waitForAll(threads);
                return refused;
            });
        }
    }

    private static void waitForAll(ExecutorService threads) {
        threads.close();
    }

    private void waitOnce(InFlight inFlight) {
        inFlight.begin();
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight.end();
        }
    }

    /// A pool with all its threads started, as it is in a server that has run for a while.
    static ExecutorService startedPool(int threads) {
        var pool = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        pool.prestartAllCoreThreads();
        return pool;
    }

    private interface Run {
        int refusedOf(InFlight inFlight);
    }

    private static Result measured(String model, int tasks, int limit, Run run) {
        var threads = ManagementFactory.getThreadMXBean();
        threads.resetPeakThreadCount();
        var inFlight = new InFlight();
        long start = System.nanoTime();
        int refused = run.refusedOf(inFlight);
        long nanos = System.nanoTime() - start;
        return new Result(model, tasks, nanos, limit, inFlight.most(), threads.getPeakThreadCount(), refused,
                inFlight.ended());
    }
}
