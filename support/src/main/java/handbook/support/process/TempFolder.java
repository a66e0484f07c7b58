package handbook.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A temporary folder that is gone when it is closed, and at the latest when the JVM ends.
public final class TempFolder implements AutoCloseable {
    private final Path path;

    /// Makes the folder.
    ///
    /// @param purpose a word that names it
    /// @throws IOException when it cannot be made
    public TempFolder(String purpose) throws IOException {
        path = Files.createTempDirectory("handbook-" + purpose + "-");
        AtExit.close(this);
    }

    /// Makes a folder for a library that wants one as long as the JVM runs.
    ///
    /// @param purpose a word that names it
    /// @return the folder
    /// @throws UncheckedIOException when it cannot be made
    public static TempFolder untilExit(String purpose) {
        try {
            return new TempFolder(purpose);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where it lies.
    ///
    /// @return its path
    public Path path() {
        return path;
    }

    /// Deletes the folder with all that is in it. A second call does nothing.
    ///
    /// @throws IOException when something in it cannot be deleted
    @Override
    public void close() throws IOException {
        if (Files.exists(path)) {
            delete(path);
        }
        AtExit.forget(this);
    }

    /// Deletes a folder with all that is in it.
    ///
    /// @param folder the folder
    /// @throws IOException when something in it cannot be deleted
    public static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) { // what the walk throws
            throw e.getCause();
        }
    }
}
