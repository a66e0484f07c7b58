package handbook.core.gil;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

class ParallelStreamTest extends ForkJoinContract {
    @Override
    long sum(int to, IntToLongFunction f) {
        return IntStream.range(0, to).parallel().mapToLong(f).sum();
    }

    /// Those of the common pool, and the calling thread, which works too.
    @Override
    int workers() {
        return ForkJoinPool.getCommonPoolParallelism() + 1;
    }
}
