package handbook.support.house;

import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

import handbook.support.house.Page.Written;

/// Whether the indexes in the group's README and in the handbook's name all questions as the answers have them, and
/// `PYTHON.md` all that they map from Python.
final class IndexCheck {
    private IndexCheck() {}

    /// Checks both indexes of a group.
    ///
    /// @param group the group
    /// @return what is wrong, a sentence each
    static List<String> problems(Group group) {
        var own = group.folder().resolve("README.md");
        var root = group.root().resolve("README.md");
        var problems = new Problems(group.shown(own));
        if (!Files.exists(own) || !Files.exists(root)) {
            problems.add("it, or the handbook's README.md beside the groups, is missing");
            return problems.all();
        }
        var readme = Page.read(own);
        var index = new Index(group, readme);
        rows(group, index.inGroup(readme), problems);
        upToDate(group, readme, index.inGroup(readme), "<!-- index -->", problems);
        var mark = "<!-- index " + group.letter().toLowerCase(Locale.ROOT) + " -->";
        upToDate(group, Page.read(root), index.inRoot(Page.read(root)), mark, problems);
        python(group, problems);
        return problems.all();
    }

    private static void python(Group group, Problems problems) {
        var file = group.root().resolve(PythonIndex.FILE);
        if (!Files.exists(file)) {
            problems.add(PythonIndex.FILE + " is missing beside the handbook's README.md");
            return;
        }
        var page = Page.read(file);
        upToDate(group, page, PythonIndex.in(page, group.root()), PythonIndex.START, problems);
    }

    private static void rows(Group group, List<Written> parts, Problems problems) {
        for (int number = 1; number <= Index.QUESTIONS; number++) {
            var start = "| " + group.letter() + number + " |";
            var row = parts.stream().flatMap(part -> part.wanted().stream()).filter(line -> line.startsWith(start))
                    .findFirst().orElse("");
            var written = group.answers().stream().map(Answer::number).toList().contains(number);
            problems.require(written || row.contains(Index.NOT_WRITTEN),
                    "question " + number + " has no answer: its row "
                            + "must be '" + start + " the question | " + Index.NOT_WRITTEN + " | |'");
        }
    }

    private static void upToDate(Group group, Page readme, List<Written> parts, String mark, Problems problems) {
        problems.require(!parts.isEmpty(),
                group.shown(readme.file()) + " has no lines '" + mark + "' and '"
                        + mark.replaceFirst(" (index|python).*", " end $1 -->") + "': add them");
        for (var part : parts) {
            problems.require(readme.present(part).equals(part.wanted()),
                    "the index behind '" + mark + "' of " + group.shown(readme.file())
                            + " is not what the answers say: run 'mvn -q test-compile exec:exec@render -pl "
                            + group.name() + " -am'");
        }
    }
}
