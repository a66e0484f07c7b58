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
    private static final int LOOK_MILLIS = 20;
    private static final int LOOKS_ALIKE = 10;
    private static final int LOOKS = 3_000; // a minute, only so that a mistake ends

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
            boolean ended = waitUntilNothingMoves(child);
            long inPipe = child.getInputStream().available();
            long said = lastNumber(child.getErrorStream().readNBytes(child.getErrorStream().available()));
            var standsIn = ended ? "" : whereItStands(child);
            long read = child.getInputStream().transferTo(OutputStream.nullOutputStream()); // now it can go on
            return new Stuck(bytes, said, inPipe, !ended, standsIn, read, child.waitFor());
        });
    }

    /// Waits until the child has ended, or the pipe holds something, the same at many looks one after the other.
    private static boolean waitUntilNothingMoves(Process child) throws IOException, InterruptedException {
        int before = 0;
        int alike = 0;
        for (int look = 0; look < LOOKS; look++) {
            if (child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
            int now = child.getInputStream().available();
            alike = now > 0 && now == before ? alike + 1 : 0;
            if (alike == LOOKS_ALIKE) {
                return false;
            }
            before = now;
        }
        throw new Failure("the child did not come to rest within a minute");
    }

    private static String whereItStands(Process child) throws IOException {
        try (var question = child.outputWriter()) {
            question.newLine();
        }
        return Objects.requireNonNullElse(child.errorReader(StandardCharsets.US_ASCII).readLine(), "");
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
        return withChild(Redirect.DISCARD, child -> new Cured("discard (or inheritIO)", child.waitFor(), 0));
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

    private static long lastNumber(byte[] lines) {
        return new String(lines, StandardCharsets.US_ASCII).lines().mapToLong(Long::parseLong)
                .reduce(0, (earlier, later) -> later);
    }
}
