package handbook.core.gil;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToLongFunction;

/// Adds up a function over a range on several threads: split the range, fork one half, do the other, join.
public final class ForkJoinSum {
    private ForkJoinSum() {}

    // @start region=sum
    /// The sum `f(from) + ... + f(to - 1)`, 0 for an empty range. No thread of its own outlives the call.
    ///
    /// @param workers how many threads take part, the calling one included; 1 or more
    /// @throws IllegalArgumentException for fewer workers
    /// @throws IllegalStateException when `f` threw in a forked half, with that as a cause
    public static long sum(int from, int to, int workers, IntToLongFunction f) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers: " + workers);
        }
        if (workers == 1 || to - from < 2) {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += f.applyAsLong(i);
            }
            return sum;
        }
        int middle = from + (to - from) / 2;
        Future<Long> left;
        long right;
        try (var fork = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            left = fork.submit(() -> sum(from, middle, workers / 2, f));
            right = sum(middle, to, workers - workers / 2, f);
        } // closing joins, also when the right half threw
        if (left.state() == Future.State.FAILED) {
            throw new IllegalStateException("a forked half failed", left.exceptionNow());
        }
        return left.resultNow() + right;
    }
    // @end
}
