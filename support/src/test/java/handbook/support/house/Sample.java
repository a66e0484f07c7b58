package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A tiny handbook in a temporary folder: one group, one answered question. It is good; each test spoils one thing.
final class Sample {
    private static final String PACKAGE = "handbook/sample/sheep";
    static final String ANSWER = "docs/01-sheep.md";

    final Path module;

    private Sample(Path root) {
        module = root.resolve("group-s-sample");
    }

    static Sample in(Path root) throws IOException {
        var sample = new Sample(root);
        copy(Path.of("src/test/resources/house"), root);
        for (var file : Folder.files(Path.of("src/test/java").resolve(PACKAGE))) {
            sample.copyInto("src/" + tree(file) + "/java", PACKAGE, file);
        }
        sample.addClasses(PACKAGE);
        assertThat(sample.render()).isTrue();
        return sample;
    }

    private static String tree(Path file) {
        var name = file.getFileName().toString();
        return name.contains("Benchmark") ? "jmh" : name.matches(".*(Test|Contract).*") ? "test" : "main";
    }

    /// Adds a package's compiled classes to those of the module.
    void addClasses(String packageFolder) throws IOException {
        for (var file : Folder.ownFiles(Path.of("target/test-classes").resolve(packageFolder))) {
            copyInto(tree(file).equals("main") ? "target/classes" : "target/test-classes", packageFolder, file);
        }
    }

    private void copyInto(String folder, String packageFolder, Path file) throws IOException {
        var target = module.resolve(folder).resolve(packageFolder).resolve(file.getFileName());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (var file : Folder.files(from)) {
            var target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /// Replaces text in a file of the module.
    void spoil(String file, String old, String replacement) throws IOException {
        var path = module.resolve(file);
        var text = Files.readString(path);
        assertThat(text).contains(old);
        Files.writeString(path, text.replace(old, replacement));
    }

    /// Writes into the answer and the indexes what can be written.
    ///
    /// @return whether everything had its source
    boolean render() {
        return Render.render(module, line -> {});
    }

    String text(String file) throws IOException {
        return Files.readString(module.resolve(file));
    }

    Group group() {
        return Group.read(module);
    }

    Topic topic() {
        return group().topics().getFirst();
    }

    Answer answer() {
        return Answer.read(module.resolve(ANSWER));
    }
}
