package handbook.core.gil;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.function.IntToLongFunction;

class ForkJoinPoolTest extends ForkJoinContract {
    private static final int LEAF = 8;

    private static final class Sum extends RecursiveTask<Long> {
        private static final long serialVersionUID = 1;
        private final int from;
        private final int to;
        private final transient IntToLongFunction f;

        Sum(int from, int to, IntToLongFunction f) {
            this.from = from;
            this.to = to;
            this.f = f;
        }

        @Override
        protected Long compute() {
            if (to - from <= LEAF) {
                long sum = 0;
                for (int i = from; i < to; i++) {
                    sum += f.applyAsLong(i);
                }
                return sum;
            }
            int middle = from + (to - from) / 2;
            var left = new Sum(from, middle, f);
            left.fork();
            return new Sum(middle, to, f).compute() + left.join();
        }
    }

    @Override
    long sum(int to, IntToLongFunction f) {
        try (var pool = new ForkJoinPool(workers())) {
            return pool.invoke(new Sum(0, to, f));
        }
    }

    @Override
    int workers() {
        return 3;
    }
}
