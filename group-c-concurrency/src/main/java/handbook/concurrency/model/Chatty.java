package handbook.concurrency.model;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;

/// A child process that writes much to its standard output and says on standard error how far it has come.
final class Chatty {
    /// Its own exit code, so that one sees that it ended by itself.
    static final int EXIT_CODE = 7;
    private static final int CHUNK = 16 * 1024;

    private Chatty() {}

    /// @param args how many bytes to write
    public static void main(String[] args) throws IOException {
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
}
