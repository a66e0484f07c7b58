package handbook.support.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// The lines of a process's output in UTF-8, read by a thread of their own so that the pipe never fills.
final class Lines {
    private final List<String> lines = new ArrayList<>();
    private int handedOut;
    private boolean ended;

    static Lines of(InputStream stream) {
        var lines = new Lines();
        // a platform thread: reading a pipe holds the carrier of a virtual one
        Thread.ofPlatform().daemon().name("drain").start(() -> lines.drain(stream));
        return lines;
    }

    private void drain(InputStream stream) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                add(line);
            }
        } catch (IOException e) { // the pipe of a process that was killed
            add("(its output could not be read on: " + e.getMessage() + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /// The next line with this prefix, or null when the output ends or the limit passes without one.
    synchronized @Nullable String await(String prefix, long limitSeconds) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (true) {
            while (handedOut < lines.size()) {
                var line = lines.get(handedOut++);
                if (line.startsWith(prefix)) {
                    return line;
                }
            }
            if (ended || !waitUntil(deadline)) {
                return null;
            }
        }
    }

    /// Waits until the output has ended.
    ///
    /// @return false when it has not within the limit: some other process holds the pipe
    synchronized boolean awaitEnd(long limitSeconds) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        while (!ended) {
            if (!waitUntil(deadline)) {
                return false;
            }
        }
        return true;
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    private synchronized boolean waitUntil(long deadline) throws InterruptedException {
        var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left > 0) {
            wait(left);
        }
        return left > 0;
    }
}
