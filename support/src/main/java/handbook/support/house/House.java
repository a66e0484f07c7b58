package handbook.support.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// The checks of the house, as the one small test class of each module switches them on.
///
/// ```java
/// class HouseTest {
///     @TestFactory
///     Stream<DynamicNode> house() {
///         return House.checks();
///     }
/// }
/// ```
public final class House {
    private House() {}

    /// The checks of the module in whose folder the test runs. A failure's message has a line for each thing that is
    /// wrong: where, what, and what to do.
    ///
    /// @return a container for each topic, and one for what concerns the whole module
    public static Stream<DynamicNode> checks() {
        var group = Group.read(Path.of(""));
        var nodes = new ArrayList<DynamicNode>();
        nodes.add(DynamicContainer.dynamicContainer(group.name(),
                Stream.of(test("packages", () -> PackageCheck.strays(group)),
                        test("files", () -> WrittenCheck.staleFiles(group)),
                        test("isolation", () -> IsolationCheck.problems(group)),
                        test("index", () -> IndexCheck.problems(group)),
                        test("texts", () -> texts(group)))));
        group.topics().forEach(topic -> nodes.add(checks(topic, group)));
        return nodes.stream();
    }

    /// Checks the links of the pages beside the groups.
    ///
    /// @param handbook the handbook's folder
    /// @return a test for each page
    public static Stream<DynamicNode> pages(Path handbook) {
        return Folder.ownFiles(handbook).stream().filter(file -> file.toString().endsWith(".md"))
                .map(file -> test(file.getFileName().toString(),
                        () -> LinkCheck.problems(Page.read(file), file.getFileName().toString())));
    }

    private static DynamicNode checks(Topic topic, Group group) {
        var page = topic.answer().page();
        var file = topic.shown(page.file());
        return DynamicContainer.dynamicContainer(topic.toString(),
                Stream.of(test("form", () -> FormCheck.problems(topic)),
                        test("links", () -> LinkCheck.problems(page, file)),
                        test("package", () -> PackageCheck.problems(topic)),
                        test("claims", () -> ClaimCheck.problems(topic)),
                        test("written", () -> WrittenCheck.problems(topic)),
                        test("examples", () -> ExampleCheck.problems(topic, group)),
                        test("quick runs", () -> QuickRunCheck.problems(topic)),
                        test("benchmarks", () -> BenchmarkCheck.problems(topic))));
    }

    /// The group's README and what its examples printed.
    private static List<String> texts(Group group) {
        var problems = new ArrayList<String>();
        for (var output : Folder.files(group.folder().resolve("docs/output"))) {
            problems.addAll(LinkCheck.textProblems(Page.read(output), group.shown(output)));
        }
        var readme = group.folder().resolve("README.md");
        if (Files.exists(readme)) {
            problems.addAll(LinkCheck.problems(Page.read(readme), group.shown(readme)));
        }
        return problems;
    }

    private static DynamicTest test(String name, Supplier<List<String>> check) {
        return DynamicTest.dynamicTest(name, () -> {
            var problems = check.get();
            if (!problems.isEmpty()) {
                Assertions.fail(String.join("\n", problems));
            }
        });
    }
}
