package handbook.support.house;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import handbook.support.house.Page.Written;

/// The index of a group's questions, in its own README and in the handbook's.
///
/// A written question has its row from its answer. The row of another one stays as it was typed in the group's README;
/// it says "not written yet".
final class Index {
    static final String NOT_WRITTEN = "not written yet";
    static final int QUESTIONS = 10;
    private static final List<String> HEAD = List.of("| # | Question | Level | Examples |", "|---|---|---|---|");

    private final Group group;
    private final List<String> typed;

    /// @param group the group
    /// @param readme its README
    Index(Group group, Page readme) {
        this.group = group;
        typed = ownPart(readme).map(readme::present).orElse(List.of());
    }

    /// The index in the group's own README: the table, then a command for each example.
    List<Written> inGroup(Page readme) {
        var wanted = new ArrayList<>(table("docs/"));
        wanted.add("");
        wanted.addAll(commands());
        return replaced(ownPart(readme), wanted);
    }

    /// The table of this group in the handbook's README.
    List<Written> inRoot(Page readme) {
        var mark = "index " + group.letter().toLowerCase(Locale.ROOT);
        var part = readme.between("<!-- " + mark + " -->", "<!-- end index -->").stream().findFirst();
        return replaced(part, table(group.name() + "/docs/"));
    }

    private static Optional<Written> ownPart(Page readme) {
        return readme.between("<!-- index -->", "<!-- end index -->").stream().findFirst();
    }

    private static List<Written> replaced(Optional<Written> part, List<String> wanted) {
        return part.map(old -> new Written(old.name(), old.from(), old.to(), wanted)).stream().toList();
    }

    private List<String> table(String docs) {
        var lines = new ArrayList<>(HEAD);
        for (int number = 1; number <= QUESTIONS; number++) {
            row(number, docs).ifPresent(lines::add);
        }
        return lines;
    }

    private Optional<String> row(int number, String docs) {
        var id = group.letter() + number;
        var answer = group.answers().stream().filter(written -> written.number() == number).findFirst();
        if (answer.isPresent()) {
            return answer.map(written -> "| " + id + " | [" + written.title().replace("|", "\\|") + "](" + docs
                    + written.fileName() + ") | " + written.level() + " | " + ids(written) + " |");
        }
        return typed.stream().filter(line -> line.startsWith("| " + id + " |")).findFirst();
    }

    private static String ids(Answer answer) {
        return answer.examples().stream().map(id -> "`" + id + "`").collect(Collectors.joining(", "));
    }

    private List<String> commands() {
        var lines = new ArrayList<String>();
        lines.add("```bash");
        for (var answer : group.answers()) {
            for (var id : answer.examples()) {
                lines.add(command(id, group.name()));
            }
        }
        lines.add("```");
        return lines.size() == 2 ? List.of("No example yet.") : lines;
    }

    /// The command that runs an example.
    static String command(String id, String module) {
        return "mvn -q compile exec:exec@" + id + " -pl " + module + " -am";
    }
}
