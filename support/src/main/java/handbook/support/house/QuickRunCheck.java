package handbook.support.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.Failure;
import handbook.support.process.ChildJvm;
import handbook.support.process.ChildJvm.Ended;
import handbook.support.process.TempFolder;

/// Whether each example of a topic, run with `--quick` in a JVM of its own, ends well, says the words of its captured
/// output, and leaves nothing behind.
final class QuickRunCheck {
    private static final int LOOK_EVERY_MILLIS = 100; // each look reads all processes of the machine
    private static final int GRACE_SECONDS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String C1 = "-XX:TieredStopAtLevel=1"; // a quick run is over before more would pay

    private final Topic topic;
    private final Duration limit;
    private final List<String> times = new ArrayList<>();

    private QuickRunCheck(Topic topic, Duration limit) {
        this.topic = topic;
        this.limit = limit;
    }

    /// Runs the examples one after the other and prints how long they took. Processes are looked for every 100 ms: one
    /// that is started later than that before the end, and left behind, is not seen.
    ///
    /// @param topic the topic
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic) {
        return problems(topic, LIMIT);
    }

    /// @param limit after which an example is killed
    static List<String> problems(Topic topic, Duration limit) {
        var check = new QuickRunCheck(topic, limit);
        var found = new ArrayList<String>();
        topic.examples().forEach((id, type) -> found.addAll(check.example(id, type)));
        System.out.println("Quick runs of " + topic + ": " + String.join(", ", check.times));
        return found;
    }

    private List<String> example(String id, Class<? extends Example> type) {
        var problems = new Problems(id + " --quick");
        var start = System.nanoTime();
        try (var temporary = new TempFolder("quick-run")) {
            run(id, type, temporary.path(), problems);
            left(temporary.path(), problems);
        } catch (Failure e) {
            problems.add("it could not be run: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        times.add(id + " " + Figures.time(System.nanoTime() - start));
        return problems.all();
    }

    private void run(String id, Class<? extends Example> type, Path temporary, Problems problems) {
        try (var child = ChildJvm.start(type, List.of("-Djava.io.tmpdir=" + temporary, C1), "--quick")) {
            var process = ProcessHandle.of(child.pid());
            var descendants = process.map(this::watch).orElse(Set.of());
            if (process.filter(ProcessHandle::isAlive).isPresent()) {
                problems.add("it did not end within " + limit.toSeconds() + " s and was killed: let it end by itself");
                child.kill();
            } else {
                output(id, child.join(), problems);
            }
            for (var left : descendants) {
                problems.require(endsSoon(left), "it left a process behind: "
                        + left.info().commandLine().orElse("pid " + left.pid()));
                left.destroyForcibly();
            }
        }
    }

    private void output(String id, Ended ended, Problems problems) {
        problems.require(ended.exitCode() == 0,
                "it ended with " + ended.exitCode() + ": " + String.join(" / ", ended.err()));
        problems.require(ended.exitCode() != 0 || ended.err().isEmpty(),
                "it printed to the error stream though it ended well: " + String.join(" / ", ended.err()));
        problems.require(ended.exitCode() != 0 || String.join("\n", ended.out()).startsWith("JDK "),
                "its first line does not say where its figures come from: begin call() with printOrigin()");
        if (ended.exitCode() == 0 && Files.exists(topic.output(id))) {
            var difference = Words.difference(Page.read(topic.output(id)).lines(), ended.out());
            problems.require(difference.isEmpty(), "its words differ from docs/output/" + id + ".txt: " + difference
                    + ". Capture it again (exec:exec@capture), or print the same lines whatever the sizes");
        }
    }

    /// All processes that descend from a process until it ends, or the limit is reached.
    private Set<ProcessHandle> watch(ProcessHandle process) {
        var seen = new HashSet<ProcessHandle>();
        var end = System.nanoTime() + limit.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            process.descendants().forEach(seen::add);
            endsWithin(process, LOOK_EVERY_MILLIS);
        }
        return seen;
    }

    private static boolean endsSoon(ProcessHandle process) {
        var limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        while (isRunning(process)) {
            if (System.nanoTime() > limit) {
                return false;
            }
            endsWithin(process, LOOK_EVERY_MILLIS);
        }
        return true;
    }

    /// One that has died, and that nobody reaps, counts as alive but has no command any more.
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean endsWithin(ProcessHandle process, long millis) {
        try {
            process.onExit().get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while it ran", e);
        }
    }

    private static void left(Path temporary, Problems problems) {
        for (var file : Folder.files(temporary)) {
            problems.add("it left a file in the folder of temporary files: " + temporary.relativize(file)
                    + "; delete it, also after a failure");
        }
    }
}
