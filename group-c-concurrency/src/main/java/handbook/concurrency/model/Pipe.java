package handbook.concurrency.model;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import handbook.support.example.Failure;
import handbook.support.process.AtExit;
import handbook.support.process.ChildJvm;
import handbook.support.process.TempFolder;

/// A parent and a child that writes more than the pipe between them holds.
final class Pipe {
    private static final int LOOK_MILLIS = 10;
    private static final int LOOKS_ALIKE = 20;
    private static final int LOOKS = 6_000; // a minute, only so that a mistake ends

    private static final String WRITES = " java.io.FileOutputStream.write";

    private final long bytes;

    /// What happened to a parent that waits first and reads later.
    ///
    /// @param asked bytes that the child was to write
    /// @param said bytes that it said it had written when nothing moved any more
    /// @param inPipe bytes that lay in the pipe then
    /// @param alive whether it was still running then
    /// @param standsIn the method in which it was then, as it says itself; empty when it had ended
    /// @param read bytes that came out once somebody read
    /// @param exitCode how it ended then
    record Stuck(long asked, long said, long inPipe, boolean alive, String standsIn, long read, int exitCode) {}

    /// What happened with a cure.
    ///
    /// @param name the cure
    /// @param exitCode how the child ended
    /// @param kept bytes of its output that the parent has
    record Cured(String name, int exitCode, long kept) {}

    Pipe(long bytes) {
        this.bytes = bytes;
    }

    // @start region=stuck
    /// The wrong way: wait for the end, then read.
    Stuck waitFirst() throws IOException, InterruptedException {
        return withChild(Redirect.PIPE, child -> {
            var words = waitUntilNothingMoves(child).split(" ", 2);
            long inPipe = child.getInputStream().available();
            boolean alive = child.isAlive();
            long read = child.getInputStream().transferTo(OutputStream.nullOutputStream()); // now it can go on
            return new Stuck(bytes, Long.parseLong(words[0]), inPipe, alive, words[1], read, child.waitFor());
        });
    }

    /// Waits until the child has ended, or has said the same at many looks one after the other: it writes, and the pipe
    /// holds the same. Each answer shows that it was given time to move.
    private static String waitUntilNothingMoves(Process child) throws IOException, InterruptedException {
        var answers = child.errorReader(StandardCharsets.US_ASCII);
        int before = 0;
        int alike = 0;
        var saidBefore = "";
        for (int look = 0; look < LOOKS && alike < LOOKS_ALIKE; look++) {
            if (child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return answers.lines().reduce(saidBefore, (earlier, later) -> later);
            }
            ask(child);
            var said = Objects.requireNonNullElse(answers.readLine(), saidBefore);
            int now = child.getInputStream().available();
            alike = now > 0 && now == before && said.equals(saidBefore) && said.contains(WRITES) ? alike + 1 : 0;
            before = now;
            saidBefore = said;
        }
        if (alike < LOOKS_ALIKE) {
            throw new Failure("the child did not come to rest within a minute");
        }
        return saidBefore;
    }

    private static void ask(Process child) {
        try {
            child.getOutputStream().write('?');
            child.getOutputStream().flush();
        } catch (IOException e) {
            // it has just ended, as the next look will show
        }
    }
    // @end

    // @start region=cures
    Cured drain() throws IOException, InterruptedException {
        return withChild(Redirect.PIPE, child -> {
            long read = child.getInputStream().transferTo(OutputStream.nullOutputStream()); // reads to the end,
            return new Cured("read, then wait", child.waitFor(), read); // and only then waits
        });
    }

    Cured toFile() throws IOException, InterruptedException {
        try (var folder = new TempFolder("pipe")) {
            var file = folder.path().resolve("output");
            return withChild(Redirect.to(file.toFile()),
                    child -> new Cured("redirect to a file", child.waitFor(), Files.size(file)));
        }
    }

    Cured discard() throws IOException, InterruptedException {
        return withChild(Redirect.DISCARD, child -> new Cured("discard", child.waitFor(), 0));
    }
    // @end

    private interface Use<R> {
        R of(Process child) throws IOException, InterruptedException;
    }

    private <R> R withChild(Redirect output, Use<R> use) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of(ChildJvm.java(), "-Xmx32m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Chatty.class.getName(),
                Long.toString(bytes))).redirectOutput(output);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        var child = builder.start();
        AutoCloseable kill = child::destroyForcibly;
        AtExit.close(kill);
        try {
            return use.of(child);
        } finally {
            AtExit.forget(kill);
            child.destroyForcibly().waitFor();
        }
    }
}
