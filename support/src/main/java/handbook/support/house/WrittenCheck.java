package handbook.support.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Whether what commands write into answers is what they would write now, and whether no file of an earlier state lies
/// about.
final class WrittenCheck {
    private WrittenCheck() {}

    /// Checks the code, outputs and measured tables of an answer.
    ///
    /// @param topic the topic
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic) {
        var page = topic.answer().page();
        var problems = new Problems(topic.shown(page.file()));
        var written = WrittenParts.of(topic);
        written.problems().forEach(problems::add);
        for (var part : written.parts()) {
            problems.require(page.present(part).equals(part.wanted()), "the block '" + part.name() + "' (line "
                    + part.from() + ") is not what its source says now: run 'mvn -q test-compile exec:exec@render -pl "
                    + topic.moduleName() + " -am'");
        }
        return problems.all();
    }

    /// Checks that each file in `docs/output` and `docs/measured` belongs to an example or an answer.
    ///
    /// @param group the group
    /// @return what is wrong, a sentence each
    static List<String> staleFiles(Group group) {
        var problems = new ArrayList<String>();
        var outputs = group.examples().keySet().stream().map(id -> id + ".txt").toList();
        stale(group, "docs/output", outputs, "there is no such example", problems);
        var measured = group.topics().stream().map(topic -> topic.measured().getFileName().toString()).toList();
        stale(group, "docs/measured", measured, "there is no answer of that number", problems);
        return problems;
    }

    private static void stale(Group group, String folder, List<String> known, String why, List<String> problems) {
        for (Path file : Folder.files(group.folder().resolve(folder))) {
            if (!known.contains(file.getFileName().toString())) {
                problems.add(group.shown(file) + ": " + why + " any more: remove the file");
            }
        }
    }
}
