package handbook.support.house;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

import handbook.support.bench.Measured;
import handbook.support.bench.Measured.Result;
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
                .filter(type -> !methods(type).isEmpty()).toList();
        if (benchmarks.isEmpty()) {
            problems.require(!Files.exists(topic.measured()), topic.shown(topic.measured())
                    + " holds figures, but no benchmark is left: remove the file and the answer's measured table");
            return problems.all();
        }
        for (var type : benchmarks) {
            problems.require(methods(type).contains("limit"), type.getSimpleName()
                    + " has no method 'limit': add the bare case that the others are compared with");
            for (var annotation : GIVEN_BY_THE_PRESET) {
                problems.require(!type.isAnnotationPresent(annotation), type.getSimpleName() + " has @"
                        + annotation.getSimpleName() + ": remove it, the preset gives it");
            }
        }
        measured(topic, benchmarks, problems);
        runOnce(topic, problems);
        return problems.all();
    }

    private static Set<String> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> method.isAnnotationPresent(Benchmark.class))
                .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void measured(Topic topic, List<Class<?>> benchmarks, Problems problems) {
        var file = topic.shown(topic.measured());
        var measured = new TreeMap<String, Set<String>>();
        for (var run : Measured.read(topic.measured()).runs()) {
            measured.put(run.benchmark(),
                    run.results().stream().map(Result::method).collect(Collectors.toCollection(TreeSet::new)));
        }
        for (var type : benchmarks) {
            var name = type.getSimpleName();
            var figures = measured.getOrDefault(name, Set.of());
            problems.require(figures.equals(methods(type)), name + " has the methods " + methods(type) + ", but "
                    + file + " the figures of " + figures + ": run 'mvn -q test-compile exec:exec@bench -pl "
                    + topic.moduleName() + " -am -Dbench=" + name + "'");
            measured.remove(name);
        }
        for (var name : measured.keySet()) {
            problems.add(file + " holds figures of " + name
                    + ", which is no benchmark any more: remove the file and run exec:exec@bench");
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
