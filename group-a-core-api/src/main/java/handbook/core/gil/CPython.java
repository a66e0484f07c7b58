package handbook.core.gil;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import handbook.support.example.Failure;
import handbook.support.process.AtExit;

/// The `python3` on the PATH. Examples run the same work there for comparison; where there is none, its rows have no
/// figures.
public final class CPython {
    private static final String NONE = "no python3 on the PATH: its rows have no figures";
    private static final Duration TO_ANSWER = Duration.ofSeconds(30);
    private static final Duration TO_WORK = Duration.ofMinutes(5);

    private final Path program;
    private final String version;

    private CPython(Path program, String version) {
        this.program = program;
        this.version = version;
    }

    /// Finds the first `python3` that runs.
    ///
    /// @param path folders as the environment variable PATH lists them
    /// @return it, or nothing
    public static Optional<CPython> on(String path) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path)
                .map(folder -> Path.of(folder, "python3")).filter(Files::isExecutable).findFirst()
                .flatMap(CPython::answering);
    }

    /// Finds the one on this process's PATH.
    ///
    /// @return it, or nothing
    public static Optional<CPython> onPath() {
        return on(Objects.requireNonNullElse(System.getenv("PATH"), ""));
    }

    /// Asks for the version and for the interpreter itself: `python3` may be a script that looks for one, or only say how
    /// to install one.
    private static Optional<CPython> answering(Path program) {
        try {
            // from the end: a script, or a shell that does not know the locale, may say something before
            var answer = new CPython(program, "").run(TO_ANSWER, "version").reversed();
            return answer.size() < 2
                    ? Optional.empty()
                    : Optional.of(new CPython(Path.of(answer.get(0)), answer.get(1)));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    /// What the first line of an example says about it.
    ///
    /// @param python what was found
    /// @return name and version, or that there is none
    public static String origin(Optional<CPython> python) {
        return python.map(CPython::toString).orElse(NONE);
    }

    /// Runs `gil.py` and waits for its end.
    ///
    /// @param args its arguments
    /// @return the lines that it printed
    /// @throws Failure when it fails, with its last line, or does not end within 5 minutes
    public List<String> run(String... args) {
        return run(TO_WORK, args);
    }

    List<String> run(Duration limit, String... args) {
        // isolated (-I), so that the reader's environment does not change it, and without byte code files (-B)
        var command = new ArrayList<>(List.of(program.toString(), "-I", "-B", script()));
        command.addAll(List.of(args));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            AutoCloseable end = () -> kill(process.toHandle());
            AtExit.close(end);
            var ended = process.onExit().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
            var _ = ended.exceptionally(_ -> {
                kill(process.toHandle()); // its output ends too
                return process;
            });
            try (var output = process.inputReader()) {
                var lines = output.readAllLines();
                int code = process.waitFor();
                if (ended.isCompletedExceptionally()) {
                    throw new Failure(program.getFileName() + " did not end within " + limit.toSeconds() + " s");
                }
                if (code != 0) {
                    throw new Failure(program.getFileName() + " failed: " + (lines.isEmpty() ? "" : lines.getLast()));
                }
                return lines;
            } finally {
                kill(process.toHandle());
                AtExit.forget(end);
            }
        } catch (IOException e) {
            throw new Failure("python3 cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted while python3 was running", e);
        }
    }

    private static void kill(ProcessHandle process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String script() {
        var resource = Objects.requireNonNull(CPython.class.getResource("gil.py"));
        try {
            return Path.of(resource.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return version;
    }
}
