package handbook.support.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import handbook.support.example.Failure;

/// Runs source files of a module's `src/preview`, which no compiled class may depend on, in a child JVM.
///
/// The build ships these files beside the classes, so they are found from any working directory, from an IDE and in the
/// module's jar.
public final class PreviewSource {
    /// The JDK whose preview of `StructuredTaskScope` the sources are written for (JEP 505); 26 and 27 changed it.
    public static final int JDK = 25;
    private static final List<String> FLAGS = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private PreviewSource() {}

    /// Whether this JDK has the preview that the sources are written for.
    ///
    /// @return true on [#JDK]
    public static boolean runsHere() {
        return Runtime.version().feature() == JDK;
    }

    /// Runs a source file.
    ///
    /// @param beside a class of the package that the files belong to
    /// @param files the names of the one with the `main` and of those that it uses
    /// @return the lines that it printed
    /// @throws Failure when it cannot be run, or did not end with 0
    public static List<String> run(Class<?> beside, List<String> files) {
        try (var folder = new TempFolder("preview")) {
            for (var file : files) {
                copy(beside, file, folder.path());
            }
            var main = folder.path().resolve(path(beside, files.getFirst()));
            try (var child = ChildJvm.startPreview(main, FLAGS)) {
                return child.output();
            }
        } catch (IOException e) {
            throw new Failure("Cannot write " + files + " to a temporary folder: " + e.getMessage(), e);
        }
    }

    private static void copy(Class<?> beside, String name, Path folder) throws IOException {
        var path = path(beside, name);
        try (var source = beside.getResourceAsStream("/" + path)) {
            if (source == null) {
                throw new Failure(path + " is not beside the classes: run 'mvn compile', which puts it there");
            }
            var file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            Files.copy(source, file);
        }
    }

    private static String path(Class<?> beside, String name) {
        return beside.getPackageName().replace('.', '/') + "/" + name;
    }
}
