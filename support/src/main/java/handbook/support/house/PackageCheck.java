package handbook.support.house;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Whether answers and packages belong together: each package has its answer, and its `package-info.java` says so.
final class PackageCheck {
    private PackageCheck() {}

    /// Checks a topic's `package-info.java`.
    ///
    /// @param topic the topic
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic) {
        var file = topic.sources("main").resolve("package-info.java");
        var problems = new Problems(topic.shown(file));
        if (!Files.exists(file)) {
            problems.add("it is missing: write the question, a link to the answer, and @NullMarked");
            return problems.all();
        }
        var lines = Page.read(file).lines();
        var question = lines.stream().takeWhile(line -> !line.equals("///")).filter(line -> line.startsWith("/// "))
                .map(line -> line.substring(4).strip()).collect(Collectors.joining(" "));
        problems.require(question.equals(topic.answer().title()), "its first paragraph is '" + question
                + "', but the answer's title is '" + topic.answer().title() + "': make them equal");
        var answer = topic.answer().page().file();
        var link = "/// Answer: [docs/" + answer.getFileName() + "]("
                + topic.sources("main").relativize(answer).toString().replace('\\', '/') + ")";
        problems.require(lines.contains(link), "it does not link to its answer: add the line '" + link + "'");
        problems.require(lines.contains("@NullMarked"), "it has no @NullMarked: add it");
        return problems.all();
    }

    /// Checks that no package of a group is without an answer, and no answer without a package.
    ///
    /// @param group the group
    /// @return what is wrong, a sentence each
    static List<String> strays(Group group) {
        var problems = new ArrayList<String>();
        var known = group.topics().stream().map(topic -> topic.sources("main")).toList();
        for (var parent : Folder.folders(group.folder().resolve("src/main/java/handbook"))) {
            for (var folder : Folder.folders(parent)) {
                if (!known.contains(folder)) {
                    problems.add(group.shown(folder) + ": no answer in docs links to this package: write one");
                }
            }
        }
        for (var answer : group.answers()) {
            if (answer.packageFolder() == null) {
                problems.add(group.shown(answer.page().file()) + ": line 3 must link the topic's package: "
                        + "'[Code](../src/main/java/handbook/...) · [Tests](../src/test/java/handbook/...)'");
            }
        }
        return problems;
    }
}
