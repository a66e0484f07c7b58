package handbook.support.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files of a folder.
final class Folder {
    private Folder() {}

    /// All files in a folder and those below it, sorted; none where there is no such folder.
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    /// The files directly in a folder, sorted; none where there is no such folder.
    static List<Path> ownFiles(Path folder) {
        return entries(folder).stream().filter(Files::isRegularFile).toList();
    }

    /// The folders directly in a folder, sorted; none where there is no such folder.
    static List<Path> folders(Path folder) {
        return entries(folder).stream().filter(Files::isDirectory).toList();
    }

    /// A path as messages show it, relative to the handbook's folder.
    ///
    /// @param module the folder of one of its modules
    /// @param file the file
    static String shown(Path module, Path file) {
        return module.resolve("..").normalize().relativize(file.toAbsolutePath().normalize()).toString().replace('\\',
                '/');
    }

    private static List<Path> entries(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }
}
