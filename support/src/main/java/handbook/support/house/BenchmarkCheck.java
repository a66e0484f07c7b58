package handbook.support.house;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

import handbook.support.bench.Measured;
import handbook.support.bench.Preset;

/// Whether a topic's benchmarks run, have a limit to be compared with, and stand in the answer's measured table.
final class BenchmarkCheck {
    private static final List<Class<? extends Annotation>> GIVEN_BY_THE_PRESET = List.of(Fork.class, Warmup.class,
            Measurement.class);

    private BenchmarkCheck() {}

    /// Checks the benchmarks of a topic and runs each once, for 1 ms, in this JVM.
    ///
    /// @param topic the topic; its tests must have been compiled
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic) {
        var problems = new Problems(topic.packageName());
        var benchmarks = Classes.of(topic.module().resolve("target/test-classes"), topic.packageName()).stream()
                .filter(type -> methods(type).findAny().isPresent()).toList();
        if (benchmarks.isEmpty()) {
            return List.of();
        }
        problems.require(benchmarks.stream().anyMatch(BenchmarkCheck::hasLimit),
                "none of its benchmarks has a method 'limit': add the bare case that the others are compared with");
        for (var type : benchmarks) {
            for (var annotation : GIVEN_BY_THE_PRESET) {
                problems.require(!type.isAnnotationPresent(annotation), type.getSimpleName() + " has @"
                        + annotation.getSimpleName() + ": remove it, the preset gives it");
            }
        }
        measured(topic, benchmarks, problems);
        runOnce(topic, problems);
        return problems.all();
    }

    private static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Benchmark.class));
    }

    private static boolean hasLimit(Class<?> type) {
        return methods(type).anyMatch(method -> method.getName().equals("limit"));
    }

    private static void measured(Topic topic, List<Class<?>> benchmarks, Problems problems) {
        var file = topic.shown(topic.measured());
        var existing = benchmarks.stream().map(Class::getSimpleName).toList();
        var measured = Measured.read(topic.measured()).runs().stream().map(Measured.Run::benchmark).toList();
        for (var name : measured) {
            problems.require(existing.contains(name), file + " holds figures of " + name
                    + ", which is no benchmark any more: remove the file and run exec:exec@bench");
        }
        for (var name : existing) {
            problems.require(measured.contains(name),
                    name + " has no figures in " + file + ": run 'mvn -q test-compile "
                            + "exec:exec@bench -pl " + topic.moduleName() + " -am -Dbench=" + name + "'");
        }
        problems.require(!topic.answer().page().between("<!-- measured -->", "<!-- end measured -->").isEmpty(),
                "its answer has no lines '<!-- measured -->' and '<!-- end measured -->': add them to the section "
                        + "'Measured'");
    }

    private static void runOnce(Topic topic, Problems problems) {
        var include = "^" + topic.packageName().replace(".", "\\.") + "\\.";
        try {
            new Runner(Preset.ONCE.options(include).verbosity(VerboseMode.SILENT).build()).run();
        } catch (RunnerException e) {
            problems.add(
                    "a benchmark does not run: " + e.getMessage() + (e.getCause() == null ? "" : ", " + e.getCause()));
        }
    }
}
