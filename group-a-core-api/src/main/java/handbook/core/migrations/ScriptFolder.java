package handbook.core.migrations;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import handbook.support.process.TempFolder;

/// A folder of migrations that changes while it is used: a branch, or what is merged. It is gone when it is closed.
final class ScriptFolder implements AutoCloseable {
    private final TempFolder folder;

    /// An empty one.
    ScriptFolder() throws IOException {
        folder = new TempFolder("migrations");
    }

    /// A copy of the scripts of a small shop, versions 1 to 4 and a view.
    static ScriptFolder shop() throws IOException {
        return copy(shopScripts());
    }

    /// A copy of a folder.
    static ScriptFolder copy(Path from) throws IOException {
        var copy = new ScriptFolder();
        try (var files = Files.list(from)) {
            for (var file : files.toList()) {
                Files.copy(file, copy.path().resolve(file.getFileName().toString()));
            }
        }
        return copy;
    }

    /// Where the shop's scripts lie among the compiled classes.
    static Path shopScripts() throws IOException {
        var shop = ScriptFolder.class.getResource("shop");
        try {
            return Path.of(Objects.requireNonNull(shop).toURI());
        } catch (URISyntaxException e) {
            throw new IOException("The scripts of the shop are not in a folder: " + shop, e);
        }
    }

    Path path() {
        return folder.path();
    }

    /// Writes a file, new or in place of the old one.
    ///
    /// @return this folder
    ScriptFolder put(String file, String text) throws IOException {
        Files.writeString(path().resolve(file), text);
        return this;
    }

    String text(String file) throws IOException {
        return Files.readString(path().resolve(file));
    }

    void rename(String file, String to) throws IOException {
        Files.move(path().resolve(file), path().resolve(to));
    }

    void delete(String file) throws IOException {
        Files.delete(path().resolve(file));
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
