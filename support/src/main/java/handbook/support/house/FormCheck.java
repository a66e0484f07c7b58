package handbook.support.house;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Whether an answer has the form of the house: title, links, level, sections in their order, tables.
final class FormCheck {
    static final int SHORT_ANSWER_WORDS = 120;
    private static final List<String> SECTIONS = List.of("Short answer", "See it", "Longer answer", "Claims",
            "Measured",
            "Coming from Python", "On Java 17 and 21", "Traps", "Follow-ups", "Sources");
    private static final Set<String> WHERE_NEEDED = Set.of("Measured", "On Java 17 and 21");

    private final Topic topic;
    private final Answer answer;
    private final Problems problems;

    private FormCheck(Topic topic) {
        this.topic = topic;
        answer = topic.answer();
        problems = new Problems(topic.shown(answer.page().file()));
    }

    /// Checks a topic's answer.
    ///
    /// @param topic the topic
    /// @return what is wrong, a sentence each
    static List<String> problems(Topic topic) {
        var check = new FormCheck(topic);
        check.head();
        check.sections();
        check.shortAnswer();
        check.bullets();
        check.table("Coming from Python", List.of("Python", "Java"));
        check.traps();
        return check.problems.all();
    }

    private void head() {
        problems.require(!answer.title().isEmpty(), "line 1 is no title: write '# ' and the question");
        link("Tests", "test");
        if (Files.isDirectory(topic.sources("jmh"))) {
            link("Benchmarks", "jmh");
        }
        problems.require(!answer.level().isEmpty(),
                "line 5 must be 'Level: junior to senior · Figures: JDK 25.0.3, 2026-11-25', with its own level and "
                        + "date");
    }

    private void link(String name, String tree) {
        var link = "[" + name + "](../src/" + tree + "/java/" + topic.packageName().replace('.', '/') + ")";
        var line = answer.page().lines().stream().skip(2).findFirst().orElse("");
        problems.require(line.contains(" · " + link), "line 3 must link the topic's package: add '· " + link + "'");
    }

    private void sections() {
        var names = answer.sections().stream().map(Answer.Section::name).toList();
        for (var name : names) {
            problems.require(SECTIONS.contains(name), "there is no section '" + name + "' in an answer: take one of "
                    + SECTIONS + ", or a heading of the third level");
            problems.require(answer.section(name).stream().anyMatch(line -> !line.isBlank()),
                    "the section '" + name + "' is empty: fill it, or remove it where it is not mandatory");
        }
        for (var name : SECTIONS) {
            problems.require(names.contains(name) || WHERE_NEEDED.contains(name),
                    "the section '" + name + "' is missing: add '## " + name + "'");
        }
        var known = new ArrayList<>(names);
        known.retainAll(SECTIONS);
        problems.require(known.equals(SECTIONS.stream().filter(names::contains).toList()),
                "its sections stand in the order " + known + ": bring them into the order " + SECTIONS);
    }

    private void shortAnswer() {
        var text = Answer.withoutMarks(String.join(" ", answer.section("Short answer")));
        var words = text.isEmpty() ? 0 : text.split("\\s+").length;
        problems.require(words <= SHORT_ANSWER_WORDS, "its short answer has " + words + " words: cut it to "
                + SHORT_ANSWER_WORDS);
    }

    private void bullets() {
        for (var line : answer.section("Claims")) {
            problems.require(!line.startsWith("- ") || answer.isClaim(line),
                    "this claim has not the form '- Sentence ([SomeTest](../src/test/java/.../SomeTest.java))': "
                            + line);
        }
        for (var line : answer.section("Follow-ups")) {
            problems.require(!line.startsWith("- ") || line.matches("- \\*[^*].*[^*]\\* .+"),
                    "this follow-up has not the form '- *Question?* Answer.': " + line);
        }
        var sources = answer.section("Sources");
        problems.require(sources.isEmpty() || sources.stream().anyMatch(line -> line.contains("](https://")),
                "the section 'Sources' has no link: name the primary sources");
    }

    private List<List<String>> table(String section, List<String> header) {
        var rows = answer.table(section);
        if (answer.section(section).isEmpty()) {
            return List.of();
        }
        if (rows.isEmpty() || !rows.getFirst().equals(header)) {
            problems.add("the section '" + section + "' needs a table with the columns " + String.join(" | ", header));
            return List.of();
        }
        for (var row : rows) {
            problems.require(row.size() == header.size(), "this row of '" + section + "' has " + row.size()
                    + " cells instead of " + header.size() + " (write a pipe inside a cell as \\|): " + row);
        }
        return rows.subList(Math.min(2, rows.size()), rows.size());
    }

    private void traps() {
        for (var row : table("Traps", List.of("What most people say", "What is true", "Refuted by"))) {
            problems.require(row.getLast().contains("](../src/test/java/"),
                    "this trap names no test that refutes it: link one in its third column: " + row.getFirst());
        }
    }
}
