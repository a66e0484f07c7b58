package handbook.concurrency.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

import handbook.support.process.AtExit;

/// A temporary folder that is gone when it is closed, and at the latest when the JVM ends.
final class TempFolder implements AutoCloseable {
    private final Path path;

    /// @param purpose a word that names it
    /// @throws IOException when it cannot be made
    TempFolder(String purpose) throws IOException {
        path = Files.createTempDirectory("handbook-" + purpose + "-");
        AtExit.close(this);
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        AtExit.forget(this);
        if (!Files.exists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
