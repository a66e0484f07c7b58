package handbook.concurrency.model;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A child process that writes much to its standard output. Asked by a byte on standard input, it says on standard
/// error how many bytes it has written and in which method the writing thread is; at its end it says so unasked.
final class Chatty {
    /// Its own exit code, so that one sees that it ended by itself.
    static final int EXIT_CODE = 7;
    private static final int CHUNK = 16 * 1024;
    private static volatile long written;

    private Chatty() {}

    /// @param args how many bytes to write
    public static void main(String[] args) throws IOException {
        var writer = Thread.currentThread();
        Thread.ofPlatform().daemon().start(() -> answer(writer));
        long total = Long.parseLong(args[0]);
        var chunk = new byte[CHUNK];
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            for (long from = 0; from < total; from += CHUNK) {
                int length = (int) Math.min(CHUNK, total - from);
                out.write(chunk, 0, length); // blocks while the pipe is full
                written = from + length;
            }
        }
        say("");
        System.exit(EXIT_CODE);
    }

    private static void answer(Thread writer) {
        try {
            while (System.in.read() >= 0) {
                var method = writer.getStackTrace()[0];
                say(method.getClassName() + "." + method.getMethodName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(String method) {
        System.err.println(written + " " + method);
    }
}
