package handbook.support.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import handbook.support.house.Answer.Mapping;
import handbook.support.house.Page.Written;

/// The handbook's `PYTHON.md`: what all answers map from Python, in one alphabetical list.
final class PythonIndex {
    static final String FILE = "PYTHON.md";
    static final String START = "<!-- python -->";
    private static final String END = "<!-- end python -->";
    private static final List<String> HEAD = List.of("| Python | Java | Answer |", "|---|---|---|");

    private record Row(Mapping mapping, String answer) {
        String sortedBy() {
            return Answer.withoutMarks(mapping.python()).toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "| " + mapping.python() + " | " + mapping.java() + " | " + answer + " |";
        }
    }

    private PythonIndex() {}

    /// The list as it should stand in the page.
    ///
    /// @param page `PYTHON.md`
    /// @param root the handbook's folder
    static List<Written> in(Page page, Path root) {
        var wanted = new ArrayList<>(HEAD);
        rows(root).stream().sorted(Comparator.comparing(Row::sortedBy).thenComparing(Row::toString))
                .forEach(row -> wanted.add(row.toString()));
        return page.between(START, END).stream()
                .map(part -> new Written(part.name(), part.from(), part.to(), wanted)).toList();
    }

    private static List<Row> rows(Path root) {
        var rows = new ArrayList<Row>();
        for (var folder : Folder.folders(root)) {
            var name = folder.getFileName().toString();
            if (name.startsWith("group-")) {
                for (var answer : Answer.in(folder)) {
                    var link = "[" + Group.letter(name) + answer.number() + "](" + name + "/docs/" + answer.fileName()
                            + ")";
                    answer.python().forEach(mapping -> rows.add(new Row(mapping, link)));
                }
            }
        }
        return rows;
    }
}
