package handbook.concurrency.model;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A child process that writes much to its standard output and says on standard error how far it has come. Asked by a
/// line on standard input, it says there, too, in which method the writing thread is.
final class Chatty {
    /// Its own exit code, so that one sees that it ended by itself.
    static final int EXIT_CODE = 7;
    private static final int CHUNK = 16 * 1024;

    private Chatty() {}

    /// @param args how many bytes to write
    public static void main(String[] args) throws IOException {
        var writer = Thread.currentThread();
        Thread.ofPlatform().daemon().start(() -> answer(writer));
        long total = Long.parseLong(args[0]);
        var chunk = new byte[CHUNK];
        try (var out = new FileOutputStream(FileDescriptor.out)) {
            for (long written = 0; written < total; written += CHUNK) {
                out.write(chunk); // blocks while the pipe is full
                System.err.println(written + CHUNK);
            }
        }
        System.exit(EXIT_CODE);
    }

    private static void answer(Thread writer) {
        try {
            if (System.in.read() >= 0) {
                var method = writer.getStackTrace()[0];
                System.err.println(method.getClassName() + "." + method.getMethodName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
