package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageCheckTest {
    private static final String INFO = "src/main/java/handbook/sample/sheep/package-info.java";

    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"count sheep, count goats, but the answer's title is 'How do you count sheep?'",
            "docs/01-sheep.md), docs/02-sheep.md), does not link to its answer: add the line '/// Answer:",
            "@NullMarked, @Deprecated, has no @NullMarked"})
    void tellsWhatIsWrong(String old, String replacement, String problem) throws IOException {
        var sample = Sample.in(root);
        sample.spoil(INFO, old, replacement);
        assertThat(PackageCheck.problems(sample.topic())).singleElement().asString()
                .startsWith("group-s-sample/" + INFO + ": ").contains(problem);
    }

    @Test
    void aPackageWithoutPackageInfo() throws IOException {
        var sample = Sample.in(root);
        Files.delete(sample.module.resolve(INFO));
        assertThat(PackageCheck.problems(sample.topic())).singleElement().asString().contains("is missing");
    }

    @Test
    void aPackageWithoutAnAnswerAndAnAnswerWithoutAPackage() throws IOException {
        var sample = Sample.in(root);
        Files.createDirectories(sample.module.resolve("src/main/java/handbook/sample/goats"));
        Files.writeString(sample.module.resolve("docs/02-goats.md"), "# And goats?\n");
        assertThat(PackageCheck.strays(sample.group())).satisfiesExactly(
                stray -> assertThat(stray).contains("sample/goats: no answer in docs links to this package"),
                answer -> assertThat(answer).contains("docs/02-goats.md: line 3 must link the topic's package"));
    }
}
