package handbook.support.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import handbook.support.bench.Measured.Result;
import handbook.support.bench.Measured.Run;

class MeasuredTest {
    private static Result result(String method, int threads, Map<String, String> params, double score,
            @Nullable Double error) {
        return new Result(method, threads, new TreeMap<>(params), score, error, "ops/us");
    }

    private static Run run(String name, Result... results) {
        return new Run(name, "2026-11-25", "JDK 25, 2 cores", "full", List.of(results));
    }

    @Test
    void readsWhatItWroteAndNothingFromNoFile(@TempDir Path folder) throws IOException {
        var measured = new Measured(List.of(run("ABenchmark", result("limit", 1, Map.of("size", "10"), 3.5, null))));
        measured.write(folder.resolve("01.json"));
        assertThat(Measured.read(folder.resolve("01.json"))).isEqualTo(measured);
        assertThat(Measured.read(folder.resolve("02.json")).runs()).isEmpty();
    }

    @Test
    void aNewRunReplacesItsClassOnly() {
        var old = new Measured(List.of(run("A", result("limit", 1, Map.of(), 1, 0.1)), run("B")));
        var newer = run("A", result("limit", 1, Map.of(), 2, 0.1));
        assertThat(old.with(List.of(newer)).runs()).containsExactly(newer, run("B"));
    }

    @Test
    void ratiosAreTakenToTheLimitOfTheSameThreads() {
        var lines = new Measured(List.of(run("A", result("limit", 1, Map.of(), 100, 1.0),
                result("limit", 2, Map.of(), 200, 1.0), result("shared", 2, Map.of("size", "8"), 20, null))))
                .markdown();
        assertThat(lines).contains("| `shared` | 2 | 8 | 20.0 |  | 0.10 |", "| `limit` | 1 |  | 100 | ± 1.00 | 1.00 |",
                "  x-axis [\"limit x1\", \"limit x2\", \"shared 8 x2\"]", "  bar [100, 200, 20.0]");
    }
}
