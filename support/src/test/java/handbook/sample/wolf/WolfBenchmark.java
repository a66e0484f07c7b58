package handbook.sample.wolf;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

@Fork(1)
public class WolfBenchmark {
    @Benchmark
    public void howl() {
        throw new IllegalStateException("no moon");
    }
}
