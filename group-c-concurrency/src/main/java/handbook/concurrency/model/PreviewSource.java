package handbook.concurrency.model;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import handbook.support.example.Failure;
import handbook.support.process.ChildJvm;
import handbook.support.process.TempFolder;

/// Runs a source file of `src/preview`, which no compiled class may depend on, in a child JVM.
///
/// The build ships these files beside the classes, so they are found from any working directory, from an IDE and in the
/// module's jar.
final class PreviewSource {
    /// The JDK whose preview of `StructuredTaskScope` the sources are written for (JEP 505); 26 and 27 changed it.
    static final int JDK = 25;

    private PreviewSource() {}

    /// Whether this JDK has the preview that the sources are written for.
    static boolean runsHere() {
        return Runtime.version().feature() == JDK;
    }

    /// Runs a source file of this package.
    ///
    /// @param name the file's name
    /// @param args arguments of its `main`
    /// @return how it ended and what it printed
    /// @throws Failure when it cannot be run, or did not end with 0
    static ChildJvm.Ended run(String name, String... args) {
        var path = PreviewSource.class.getPackageName().replace('.', '/') + "/" + name;
        try (var folder = new TempFolder("preview");
                var source = PreviewSource.class.getResourceAsStream("/" + path)) {
            if (source == null) {
                throw new Failure(path + " is not beside the classes: run 'mvn compile', which puts it there");
            }
            var file = folder.path().resolve(path);
            Files.createDirectories(file.getParent());
            Files.copy(source, file);
            try (var child = ChildJvm.startPreview(file, List.of("-Xmx128m", "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1"), args)) {
                var ended = child.join();
                if (ended.exitCode() != 0) {
                    throw new Failure(name + " ended with " + ended.exitCode() + ": " + ended.err());
                }
                return ended;
            }
        } catch (IOException e) {
            throw new Failure("Cannot write " + name + " to a temporary folder: " + e.getMessage(), e);
        }
    }
}
