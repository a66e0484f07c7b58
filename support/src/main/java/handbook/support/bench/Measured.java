package handbook.support.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/// What the benchmarks of one topic measured: the content of `docs/measured/NN.json`.
///
/// @param runs one for each benchmark class, sorted by name; figures are compared only within one
public record Measured(List<Run> runs) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// One run of a benchmark class.
    ///
    /// @param benchmark the simple name of the class
    /// @param date the day, as `2026-11-25`
    /// @param machine where it ran, without path or host name
    /// @param preset how long it ran, see [Preset]
    /// @param results its methods with their thread counts and parameters
    public record Run(String benchmark, String date, String machine, String preset, List<Result> results) {}

    /// One measured method.
    ///
    /// @param method the benchmark method; `limit` is what the others are compared with
    /// @param threads how many threads called it
    /// @param params the values of its `@Param` fields
    /// @param score the mean
    /// @param error half of the 99.9 % confidence interval; null where there were too few samples
    /// @param unit the unit of both, for example `ops/us` or `ns/op`
    public record Result(String method, int threads, SortedMap<String, String> params, double score,
            @Nullable Double error, String unit) {}

    /// Reads a file that a run wrote.
    ///
    /// @param file `docs/measured/NN.json`
    /// @return its content; nothing when there is no such file
    public static Measured read(Path file) {
        return Files.exists(file) ? JSON.readValue(file.toFile(), Measured.class) : new Measured(List.of());
    }

    /// Writes the file.
    ///
    /// @param file `docs/measured/NN.json`
    /// @throws IOException when it cannot be written
    public void write(Path file) throws IOException {
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        Files.writeString(file, JSON.writer().with(printer).writeValueAsString(this) + "\n");
    }

    /// This content with some classes measured anew.
    ///
    /// @param newer their runs
    /// @return a new content; classes that `newer` does not name keep their older run
    public Measured with(List<Run> newer) {
        Map<String, Run> byName = new TreeMap<>();
        runs.forEach(run -> byName.put(run.benchmark(), run));
        newer.forEach(run -> byName.put(run.benchmark(), run));
        return new Measured(List.copyOf(byName.values()));
    }

    /// The tables and charts of an answer's section *Measured*.
    ///
    /// @return lines of Markdown
    public List<String> markdown() {
        var lines = new ArrayList<String>();
        for (var run : runs) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(MeasuredTable.render(run));
        }
        return lines;
    }
}
