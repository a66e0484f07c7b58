package handbook.support.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

import handbook.support.bench.Measured.Result;
import handbook.support.bench.Measured.Run;
import handbook.support.console.Machine;
import handbook.support.example.Failure;

/// Runs the benchmarks of a module and writes what they measured: `Benchmarks MODULE PRESET REGEX`.
public final class Benchmarks {
    private static final Pattern ANSWER = Pattern.compile("docs/(\\d\\d)-[a-z0-9-]+\\.md");

    private Benchmarks() {}

    /// Runs the benchmarks and writes `docs/measured/NN.json` of each topic that has one among them.
    ///
    /// @param args the module's folder, the [Preset], a regular expression of the benchmarks' names
    /// @throws RunnerException when a benchmark fails
    /// @throws IOException when a file cannot be written
    public static void main(String[] args) throws RunnerException, IOException {
        try {
            run(Path.of(args[0]), Preset.named(args[1]), args[2]);
        } catch (NoBenchmarksException e) {
            System.err.println("No benchmark matches '" + args[2] + "'");
            System.exit(2);
        } catch (Failure e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Path module, Preset preset, String include) throws RunnerException, IOException {
        var measured = new Runner(preset.options(include).build()).run();
        var runsByFile = new TreeMap<Path, List<Run>>();
        for (var type : byClass(measured).entrySet()) {
            var file = module.resolve("docs/measured").resolve(number(module, type.getKey()) + ".json");
            runsByFile.computeIfAbsent(file, key -> new ArrayList<>()).add(run(type.getKey(), preset, type.getValue()));
        }
        for (var entry : runsByFile.entrySet()) {
            var file = entry.getKey();
            Files.createDirectories(file.getParent());
            Measured.read(file).with(entry.getValue()).write(file);
            System.out.println("Wrote " + file.getFileName());
        }
    }

    private static TreeMap<String, List<RunResult>> byClass(Collection<RunResult> results) {
        var byClass = new TreeMap<String, List<RunResult>>();
        for (var result : results) {
            var benchmark = result.getParams().getBenchmark();
            var type = benchmark.substring(0, benchmark.lastIndexOf('.'));
            byClass.computeIfAbsent(type, key -> new ArrayList<>()).add(result);
        }
        return byClass;
    }

    /// The number of the topic's answer, as its `package-info.java` links to it.
    private static String number(Path module, String type) throws IOException {
        var folder = type.substring(0, type.lastIndexOf('.')).replace('.', '/');
        var packageInfo = module.resolve("src/main/java").resolve(folder).resolve("package-info.java");
        var answer = ANSWER.matcher(Files.readString(packageInfo));
        if (!answer.find()) {
            throw new Failure(packageInfo + " has no link to docs/NN-topic.md: add it");
        }
        return answer.group(1);
    }

    private static Run run(String type, Preset preset, List<RunResult> measured) {
        var results = measured.stream().map(Benchmarks::result).toList();
        return new Run(type.substring(type.lastIndexOf('.') + 1), LocalDate.now().toString(), Machine.line(),
                preset.toString(), results);
    }

    private static Result result(RunResult measured) {
        var params = new TreeMap<String, String>();
        for (var name : measured.getParams().getParamsKeys()) {
            params.put(name, measured.getParams().getParam(name));
        }
        var benchmark = measured.getParams().getBenchmark();
        var primary = measured.getPrimaryResult();
        return new Result(benchmark.substring(benchmark.lastIndexOf('.') + 1), measured.getParams().getThreads(),
                params,
                rounded(primary.getScore()), error(primary.getScoreError()), primary.getScoreUnit());
    }

    private static @Nullable Double error(double error) {
        return Double.isFinite(error) ? rounded(error) : null;
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(4)).doubleValue();
    }
}
