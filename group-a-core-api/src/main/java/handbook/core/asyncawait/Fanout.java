package handbook.core.asyncawait;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/// Four ways to make the same calls.
enum Fanout {
    /// The calls one after the other, in the calling thread.
    ONE_BY_ONE("one by one") {
        @Override
        void run(int calls, IntConsumer call) {
            for (int i = 0; i < calls; i++) {
                call.accept(i);
            }
        }
    },
    /// Futures on a pool that has a thread for each call.
    FUTURES("CompletableFuture, a pool") {
        @Override
        void run(int calls, IntConsumer call) {
            // @start region=futures
            try (var pool = Executors.newFixedThreadPool(calls)) {
                var futures = IntStream.range(0, calls)
                        .mapToObj(i -> CompletableFuture.runAsync(() -> call.accept(i), pool))
                        .toArray(CompletableFuture[]::new);
                CompletableFuture.allOf(futures).join();
            }
            // @end
        }
    },
    /// A virtual thread for each call.
    VIRTUAL_THREADS("virtual threads") {
        @Override
        void run(int calls, IntConsumer call) {
            // @start region=virtual-threads
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) { // closing it waits for all
                IntStream.range(0, calls).forEach(i -> threads.execute(() -> call.accept(i)));
            }
            // @end
        }
    },
    /// A virtual thread for each call, and the first failure ends the others.
    TASK_SCOPE("task scope") {
        @Override
        void run(int calls, IntConsumer call) throws Exception {
            try (var scope = new TaskScope(LIMIT)) {
                IntStream.range(0, calls).forEach(i -> scope.fork(() -> {
                    call.accept(i);
                    return null;
                }));
                scope.join();
            }
        }
    };

    private static final Duration LIMIT = Duration.ofMinutes(10);

    final String label;

    Fanout(String label) {
        this.label = label;
    }

    abstract void run(int calls, IntConsumer call) throws Exception;

    /// What a call does.
    interface Job {
        void run(int number) throws Exception;
    }

    /// When a call was made and ended.
    ///
    /// @param from nanoseconds from the start of the first one
    /// @param to likewise
    /// @param failed whether it threw
    record Call(long from, long to, boolean failed) {}

    /// Makes the calls and notes when each of them ran.
    ///
    /// @param calls how many
    /// @param job what each of them does; one that fails leaves the others alone
    /// @return the calls by their number
    List<Call> timed(int calls, Job job) throws Exception {
        var done = new ConcurrentSkipListMap<Integer, Call>();
        long start = System.nanoTime();
        run(calls, number -> {
            long from = System.nanoTime() - start;
            boolean failed = !succeeds(job, number);
            done.put(number, new Call(from, System.nanoTime() - start, failed));
        });
        return List.copyOf(done.values());
    }

    private static boolean succeeds(Job job, int number) {
        try {
            job.run(number);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false;
        }
    }
}
