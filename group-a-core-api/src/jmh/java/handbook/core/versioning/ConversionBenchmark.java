package handbook.core.versioning;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import handbook.core.versioning.DatedVersions.Change;

/// One order through a chain of changes, each of which renames a field. The limit is what no step can do without: a copy
/// of the document.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class ConversionBenchmark {
    /// How many changes the client's version is behind.
    @Param({"1", "2", "4", "8"})
    public int steps;

    private DatedVersions versions;
    private Map<String, Object> oldest;
    private Map<String, Object> current;

    private record Renamed(LocalDate since, String from, String to) implements Change {
        @Override
        public String what() {
            return from + " is called " + to;
        }

        @Override
        public String loss() {
            return "";
        }

        @Override
        public Map<String, Object> up(Map<String, Object> older) {
            return renamed(older, from, to);
        }

        @Override
        public Map<String, Object> down(Map<String, Object> newer) {
            return renamed(newer, to, from);
        }

        private static Map<String, Object> renamed(Map<String, Object> document, String from, String to) {
            var copy = new LinkedHashMap<>(document);
            copy.put(to, Objects.requireNonNull(copy.remove(from)));
            return copy;
        }
    }

    /// Makes the chain and the order at its ends.
    @Setup
    public void chain() {
        versions = new DatedVersions(OrderChange.FIRST, IntStream.range(0, steps).mapToObj(
                step -> new Renamed(OrderChange.FIRST.plusDays(step + 1), "total" + step, "total" + (step + 1)))
                .toList());
        oldest = DateChainExample.document("""
                {"id":7,"status":"PAID","customer":"Ada","total0":1990}""");
        current = versions.up(oldest, OrderChange.FIRST);
    }

    @Benchmark
    public Map<String, Object> limit() {
        var document = current;
        for (int step = 0; step < steps; step++) {
            document = new LinkedHashMap<>(document);
        }
        return document;
    }

    @Benchmark
    public Map<String, Object> down() {
        return versions.down(current, OrderChange.FIRST);
    }

    @Benchmark
    public Map<String, Object> up() {
        return versions.up(oldest, OrderChange.FIRST);
    }
}
