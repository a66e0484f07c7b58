package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenCheckTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource({"src/main/java/handbook/sample/sheep/Flock.java, sheep.add, sheep.addLast, java Flock.java#add",
            "docs/output/sheep-count.txt, All of them, Most of them, text sheep-count",
            "docs/measured/01.json, 400.0, 401.0, measured"})
    void aBlockThatIsNotWhatItsSourceSaysNow(String file, String old, String replacement, String block)
            throws IOException {
        var sample = Sample.in(root);
        sample.spoil(file, old, replacement);
        assertThat(WrittenCheck.problems(sample.topic())).singleElement().asString()
                .contains("docs/01-sheep.md: the block '" + block + "'", "run 'mvn -q test-compile exec:exec@render");
        assertThat(sample.render()).isTrue();
        assertThat(WrittenCheck.problems(sample.topic())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"```java Flock.java#add, ```java, is no region of the sources",
            "```java Flock.java#add, ```java Herd.java#add, 'names Herd.java, of which there are 0'",
            "```java Flock.java#add, ```java Flock.java#remove, names a region that is not there",
            "```text sheep-count, ```text sheep-sing, run exec:exec@capture"})
    void aBlockWithoutASource(String old, String replacement, String problem) throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, old, replacement);
        assertThat(WrittenCheck.problems(sample.topic())).singleElement().asString().contains(problem);
        assertThat(sample.render()).isFalse();
    }

    @Test
    void aMeasuredTableWithoutFigures() throws IOException {
        var sample = Sample.in(root);
        Files.delete(sample.module.resolve("docs/measured/01.json"));
        assertThat(WrittenCheck.problems(sample.topic())).singleElement().asString()
                .contains("there is no docs/measured/01.json");
    }

    @Test
    void filesOfExamplesAndAnswersThatAreGone() throws IOException {
        var sample = Sample.in(root);
        Files.writeString(sample.module.resolve("docs/output/sheep-sing.txt"), "la\n");
        Files.writeString(sample.module.resolve("docs/measured/02.json"), "{}\n");
        assertThat(WrittenCheck.staleFiles(sample.group())).satisfiesExactly(
                output -> assertThat(output).contains("docs/output/sheep-sing.txt: there is no such example"),
                measured -> assertThat(measured).contains("docs/measured/02.json: there is no answer of that number"));
    }

    @Test
    void aRegionLosesItsMarksAndItsIndentation() throws IOException {
        var source = Files.writeString(root.resolve("A.java"), """
                class A {
                    // @start region=outer
                    int a;
                    // @start region=inner
                        int b;
                    // @end region=inner
                    // @end
                    int c;
                }
                """);
        assertThat(Region.read(source, "outer")).hasValueSatisfying(
                lines -> assertThat(lines).containsExactly("int a;", "    int b;"));
        assertThat(Region.read(source, "inner"))
                .hasValueSatisfying(lines -> assertThat(lines).containsExactly("int b;"));
        assertThat(Region.read(source, "other")).isEmpty();
    }
}
