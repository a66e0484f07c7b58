package handbook.support.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// A written answer, `docs/NN-topic.md`.
///
/// @param page its text
/// @param number NN, 1 to 10
/// @param title the question
/// @param sections what stands under its `##` headings, in order
record Answer(Page page, int number, String title, List<Section> sections) {
    private static final Pattern FILE = Pattern.compile("(\\d\\d)-[a-z0-9-]+\\.md");
    private static final Pattern CODE = Pattern.compile("\\[Code]\\(\\.\\./(src/main/java/([a-z0-9/]+?))/?\\).*");
    private static final Pattern LEVEL = Pattern
            .compile("Level: (.+?) · Figures: JDK [0-9.]+, \\d{4}-\\d\\d-\\d\\d");
    private static final Pattern EXAMPLE = Pattern.compile("`([a-z0-9-]+)`.*");
    private static final Pattern CLAIM = Pattern.compile("- (.+) \\(\\[[^]]+]\\(([^)]+)\\)\\)");

    /// A section.
    ///
    /// @param name its heading
    /// @param from its first line, behind the heading
    /// @param to the line of the next heading of its level
    record Section(String name, int from, int to) {}

    /// An item of the section *Claims*.
    ///
    /// @param sentence the sentence, Markdown marks removed
    /// @param link the test class, relative to the answer
    record Claim(String sentence, String link) {}

    /// A row of the section *Coming from Python*, Markdown marks kept.
    ///
    /// @param python what one has there
    /// @param java what one takes here
    record Mapping(String python, String java) {}

    /// All answers of a module, by number.
    static List<Answer> in(Path module) {
        return Folder.ownFiles(module.resolve("docs")).stream()
                .filter(file -> FILE.matcher(file.getFileName().toString()).matches()).map(Answer::read).toList();
    }

    static Answer read(Path file) {
        var page = Page.read(file);
        var name = FILE.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is not named NN-topic.md");
        }
        var first = page.lines().isEmpty() ? "" : page.lines().getFirst();
        var title = first.startsWith("# ") ? first.substring(2).strip() : "";
        return new Answer(page, Integer.parseInt(name.group(1)), title, sections(page));
    }

    private static List<Section> sections(Page page) {
        var headings = page.headings().stream().filter(heading -> heading.level() == 2).toList();
        var sections = new ArrayList<Section>();
        for (int i = 0; i < headings.size(); i++) {
            var end = i + 1 < headings.size() ? headings.get(i + 1).line() : page.lines().size();
            sections.add(new Section(headings.get(i).text(), headings.get(i).line() + 1, end));
        }
        return sections;
    }

    String fileName() {
        return page.file().getFileName().toString();
    }

    /// The lines of a section; none where it is missing.
    List<String> section(String name) {
        return lines(page.lines(), name);
    }

    private List<String> lines(List<String> all, String name) {
        return sections.stream().filter(section -> section.name().equals(name))
                .flatMap(section -> all.subList(section.from(), section.to()).stream()).toList();
    }

    /// The topic's package folder, for example `handbook/core/gil`, from the line of links.
    @Nullable
    String packageFolder() {
        return page.lines().stream().limit(4).map(CODE::matcher).filter(link -> link.lookingAt())
                .map(link -> link.group(2)).findFirst().orElse(null);
    }

    /// The level at which the question is asked; empty where its line is missing.
    String level() {
        return page.lines().stream().limit(8).map(LEVEL::matcher).filter(line -> line.matches())
                .map(line -> line.group(1)).findFirst().orElse("");
    }

    /// The ids of the examples under *See it*, in order.
    List<String> examples() {
        var seeIt = sections.stream().filter(section -> section.name().equals("See it")).findFirst();
        return seeIt.stream().flatMap(section -> page.headings().stream()
                .filter(heading -> heading.level() == 3 && heading.line() >= section.from()
                        && heading.line() < section.to()))
                .map(heading -> EXAMPLE.matcher(heading.text())).filter(id -> id.matches()).map(id -> id.group(1))
                .toList();
    }

    /// The claims, one a bullet.
    List<Claim> claims() {
        return section("Claims").stream().map(CLAIM::matcher).filter(item -> item.matches())
                .map(item -> new Claim(withoutMarks(item.group(1)), item.group(2))).toList();
    }

    /// Whether a line of the section *Claims* has the form of a claim.
    boolean isClaim(String line) {
        return CLAIM.matcher(line).matches();
    }

    /// The rows of a section's table: header, the line below it, content; none where there is no table.
    List<List<String>> table(String section) {
        return lines(page.prose(), section).stream().filter(line -> line.startsWith("|")).map(Answer::cells).toList();
    }

    /// The rows of the table for readers from Python: two columns, Python and Java.
    List<Mapping> python() {
        return table("Coming from Python").stream().skip(2).filter(cells -> cells.size() == 2)
                .map(cells -> new Mapping(cells.get(0), cells.get(1))).toList();
    }

    /// The cells of a table's row; a pipe inside one is written `\|`.
    static List<String> cells(String row) {
        var inner = row.strip().replaceAll("^\\||(?<!\\\\)\\|$", "");
        return Pattern.compile("(?<!\\\\)\\|").splitAsStream(inner).map(String::strip).toList();
    }

    /// Text as it is read aloud: without backticks, stars, and the addresses of links.
    static String withoutMarks(String markdown) {
        return markdown.replaceAll("\\[([^]]+)]\\([^)]*\\)", "$1").replaceAll("[`*]", "").replace("\\|", "|").strip();
    }
}
