package handbook.core.gil;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import handbook.support.example.Failure;
import handbook.support.process.AtExit;

/// The `python3` on the PATH. Examples run the same work there for comparison; where there is none, its rows have no
/// figures.
public final class CPython {
    private static final String NONE = "no python3 on the PATH: its rows have no figures";

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
            var answer = new CPython(program, "").run("version");
            return Optional.of(new CPython(Path.of(answer.get(1)), answer.get(0)));
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
    /// @throws Failure when it fails, with its last line
    public List<String> run(String... args) {
        // isolated (-I), so that the reader's environment does not change it, and without byte code files (-B)
        var command = new ArrayList<>(List.of(program.toString(), "-I", "-B", script()));
        command.addAll(List.of(args));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            AutoCloseable end = () -> kill(process);
            AtExit.close(end);
            try (var output = process.inputReader()) {
                var lines = output.readAllLines();
                if (process.waitFor() != 0) {
                    throw new Failure(program.getFileName() + " failed: " + (lines.isEmpty() ? "" : lines.getLast()));
                }
                return lines;
            } finally {
                kill(process);
                AtExit.forget(end);
            }
        } catch (IOException e) {
            throw new Failure("python3 cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("Interrupted while python3 was running", e);
        }
    }

    private static void kill(Process process) {
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
