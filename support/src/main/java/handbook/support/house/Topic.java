package handbook.support.house;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

import handbook.support.example.Example;

/// One question: its answer, and the package that holds its examples, tests and benchmarks.
///
/// @param answer the written answer
/// @param module the folder of its module
/// @param packageName for example `handbook.core.gil`
/// @param examples id to class
record Topic(Answer answer, Path module, String packageName, SortedMap<String, Class<? extends Example>> examples) {
    /// The package's folder in one of the module's source trees.
    ///
    /// @param tree `main`, `test`, `jmh` or `preview`
    Path sources(String tree) {
        return module.resolve("src").resolve(tree).resolve("java").resolve(packageName.replace('.', '/'));
    }

    Path measured() {
        return module.resolve("docs/measured").resolve("%02d.json".formatted(answer.number()));
    }

    Path output(String id) {
        return module.resolve("docs/output").resolve(id + ".txt");
    }

    /// The files with this name among the topic's own sources, tests, benchmarks and preview sources.
    List<Path> sourceFiles(String name) {
        return Stream.of("main", "test", "jmh", "preview").flatMap(tree -> Folder.files(sources(tree)).stream())
                .filter(file -> file.getFileName().toString().equals(name)).toList();
    }

    String moduleName() {
        return module.getFileName().toString();
    }

    /// A path as messages show it, relative to the handbook's folder.
    String shown(Path file) {
        return Folder.shown(module, file);
    }

    @Override
    public String toString() {
        return packageName.substring(packageName.lastIndexOf('.') + 1);
    }
}
