package handbook.support.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

import handbook.support.example.Example;
import handbook.support.example.Launcher;

/// One group of questions: a Maven module whose folder is named `group-<letter>-<name>`.
///
/// @param folder the module's folder, absolute
/// @param answers what is written in `docs`, by number
/// @param topics the answers whose line of links names their package
/// @param examples all examples of the module, by id
record Group(Path folder, List<Answer> answers, List<Topic> topics,
        SortedMap<String, Class<? extends Example>> examples) {
    /// Reads a module.
    ///
    /// @param folder its folder; its classes must have been compiled
    /// @return the group
    static Group read(Path folder) {
        var module = folder.toAbsolutePath().normalize();
        var classes = module.resolve("target/classes");
        var examples = Files.isDirectory(classes)
                ? Launcher.find(classes)
                : Collections.<String, Class<? extends Example>>emptySortedMap();
        var answers = Answer.in(module);
        var topics = new ArrayList<Topic>();
        for (var answer : answers) {
            var packageFolder = answer.packageFolder();
            if (packageFolder != null) {
                var packageName = packageFolder.replace('/', '.');
                topics.add(new Topic(answer, module, packageName, examplesOf(packageName, examples)));
            }
        }
        return new Group(module, answers, topics, examples);
    }

    private static SortedMap<String, Class<? extends Example>> examplesOf(String packageName,
            SortedMap<String, Class<? extends Example>> all) {
        var own = new TreeMap<>(all);
        own.values().removeIf(type -> !(type.getPackageName() + ".").startsWith(packageName + "."));
        return own;
    }

    /// The module's name, for example `group-a-core-api`.
    String name() {
        return folder.getFileName().toString();
    }

    /// The group's letter, for example `A`.
    String letter() {
        return letter(name());
    }

    static String letter(String name) {
        return name.substring("group-".length(), "group-".length() + 1).toUpperCase(Locale.ROOT);
    }

    /// The handbook's folder.
    Path root() {
        return folder.resolve("..").normalize();
    }

    /// A path as messages show it, relative to the handbook's folder.
    String shown(Path file) {
        return Folder.shown(folder, file);
    }
}
