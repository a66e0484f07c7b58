package handbook.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import handbook.support.example.Failure;

/// A child JVM that runs a class of this class path with flags and arguments of its own.
///
/// Both of its pipes are drained all the time, and carry UTF-8 in any locale. It ends with this JVM, also when this one
/// is killed. Give a child on a small machine a small heap and quick compilers, for example
/// `-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1`.
public final class ChildJvm implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final String name;
    private final Process process;
    final Lines out;
    final Lines err;

    /// A child that has ended.
    ///
    /// @param exitCode 0 when it went well; 128 and the signal's number when it was killed
    /// @param out the lines of its standard output
    /// @param err the lines of its standard error
    public record Ended(int exitCode, List<String> out, List<String> err) {}

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        out = Lines.of(process.getInputStream());
        err = Lines.of(process.getErrorStream());
    }

    /// Starts a child JVM.
    ///
    /// @param main the class whose `main` it runs
    /// @param flags flags of the JVM, for example `-XX:ActiveProcessorCount=1`
    /// @param args arguments of `main`
    /// @return the running child
    /// @throws Failure when it cannot be started
    public static ChildJvm start(Class<?> main, List<String> flags, String... args) {
        var command = command(flags);
        command.addAll(List.of(ChildMain.class.getName(), Long.toString(ProcessHandle.current().pid()),
                main.getName()));
        command.addAll(List.of(args));
        return start(main.getSimpleName(), new ProcessBuilder(command));
    }

    /// Starts a child JVM that compiles a source file in memory, with preview features, and runs it. It sees this class
    /// path. Unlike the others it does not notice when this JVM is killed: the program must end by itself.
    ///
    /// @param source the file; where it has a package, its folders must be named so
    /// @param flags flags of the JVM
    /// @param args arguments of its `main`
    /// @return the running child
    /// @throws Failure when it cannot be started
    public static ChildJvm startPreview(Path source, List<String> flags, String... args) {
        var command = command(flags);
        command.addAll(List.of("--enable-preview", "--source", Integer.toString(Runtime.version().feature()),
                source.toString()));
        command.addAll(List.of(args));
        return start(source.getFileName().toString(), new ProcessBuilder(command));
    }

    private static List<String> command(List<String> flags) {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        return command;
    }

    /// Starts a child JVM and waits until it has ended.
    ///
    /// @param main the class whose `main` it runs
    /// @param flags flags of the JVM
    /// @param args arguments of `main`
    /// @return its exit code and output
    /// @throws Failure when it cannot be started, or does not end within a minute
    public static Ended run(Class<?> main, List<String> flags, String... args) {
        try (var child = start(main, flags, args)) {
            return child.join();
        }
    }

    /// The `java` of this JVM.
    ///
    /// @return the path of the program
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static ChildJvm start(String name, ProcessBuilder builder) {
        // what a shell exports for this JVM is not meant for its children, and its notice would spoil their output
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        try {
            var child = new ChildJvm(name, builder.start());
            AtExit.close(child);
            return child;
        } catch (IOException e) {
            throw new Failure("Cannot start a child JVM: " + e.getMessage(), e);
        }
    }

    /// The child's process id.
    ///
    /// @return the pid
    public long pid() {
        return process.pid();
    }

    /// Whether the child still runs.
    ///
    /// @return false once it has ended
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for a line of the child's output. A line is handed out once; those before it are skipped.
    ///
    /// @param prefix how the line begins, for example `READY `
    /// @return the rest of the line behind the prefix
    /// @throws Failure when the child ends, or a minute passes, without such a line
    public String awaitLine(String prefix) {
        try {
            var line = out.await(prefix, LIMIT_SECONDS);
            if (line == null) {
                throw new Failure(name + " did not print '" + prefix + "'" + soFar());
            }
            return line.substring(prefix.length());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Writes a line to the child's standard input.
    ///
    /// @param line the line, without its end
    public void writeLine(String line) {
        try {
            var stdin = process.outputWriter();
            stdin.write(line);
            stdin.newLine();
            stdin.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " no longer reads its input", e);
        }
    }

    /// Asks the child to end (SIGTERM) and returns at once. What it still prints is read.
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its pipes
    }

    /// Kills the child (SIGKILL) and waits until it is gone. What it has printed is read.
    public void kill() {
        process.toHandle().destroyForcibly();
        join();
    }

    /// Waits until the child has ended.
    ///
    /// @return its exit code and output
    /// @throws Failure when it does not end within a minute, or its output does not: a process that it started holds it
    public Ended join() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || !out.awaitEnd(LIMIT_SECONDS)
                    || !err.awaitEnd(LIMIT_SECONDS)) {
                process.destroyForcibly();
                throw new Failure(name + " and its output did not end within " + LIMIT_SECONDS + " s" + soFar());
            }
            return new Ended(process.exitValue(), out.all(), err.all());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted(e);
        } finally {
            AtExit.forget(this);
        }
    }

    private String soFar() {
        return ". Its output was: " + out.all() + " " + err.all();
    }

    private Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure("Interrupted while waiting for " + name, e);
    }

    /// Waits until the child has ended well.
    ///
    /// @return the lines of its standard output
    /// @throws Failure with its error output when it ended otherwise, and when it does not end within a minute
    public List<String> output() {
        var ended = join();
        if (ended.exitCode() != 0) {
            throw new Failure("The child JVM of " + name + " ended with " + ended.exitCode() + ": "
                    + String.join(" / ", ended.err()));
        }
        return ended.out();
    }

    /// Kills the child if it still runs.
    @Override
    public void close() {
        process.destroyForcibly();
        AtExit.forget(this); // last, so that Ctrl-C in between still finds it
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ")";
    }
}
