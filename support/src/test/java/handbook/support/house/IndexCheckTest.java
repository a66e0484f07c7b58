package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCheckTest {
    @TempDir
    Path root;

    @Test
    void anotherTitleMakesBothIndexesOld() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "# How do you count sheep?", "# How many sheep are there?");
        assertThat(IndexCheck.problems(sample.group())).hasSize(2).allSatisfy(
                found -> assertThat(found).contains("is not what the answers say: run 'mvn -q test-compile"));
        sample.render();
        assertThat(IndexCheck.problems(sample.group())).isEmpty();
        assertThat(sample.text("README.md")).contains(
                "| S1 | [How many sheep are there?](docs/01-sheep.md) | junior | `sheep-count` |",
                "| S2 | Question 2? | not written yet | |", "exec:exec@sheep-count -pl group-s-sample -am");
        assertThat(sample.text("../README.md")).contains(
                "| S1 | [How many sheep are there?](group-s-sample/docs/01-sheep.md) | junior | `sheep-count` |");
    }

    @Test
    void aQuestionThatIsMissing() throws IOException {
        var sample = Sample.in(root);
        sample.spoil("README.md", "| S7 | Question 7? | not written yet | |\n", "");
        sample.render();
        assertThat(IndexCheck.problems(sample.group())).singleElement().asString()
                .contains("question 7 has no answer: its row must be '| S7 |");
    }

    @Test
    void aReadmeWithoutMarks() throws IOException {
        var sample = Sample.in(root);
        sample.spoil("../README.md", "<!-- index s -->", "");
        assertThat(IndexCheck.problems(sample.group())).singleElement().asString()
                .contains("README.md has no lines '<!-- index s -->' and '<!-- end index -->'");
    }

    @Test
    void pythonWordsOfAllAnswersAreInOneAlphabeticalList() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "| `len(flock)`",
                "| `Zip(flock)` | nothing |\n| *any* sheep | `anyMatch` |\n| `len(flock)`");
        assertThat(IndexCheck.problems(sample.group())).singleElement().asString()
                .contains("'<!-- python -->' of PYTHON.md is not what the answers say");
        sample.render();
        assertThat(IndexCheck.problems(sample.group())).isEmpty();
        assertThat(sample.text("../PYTHON.md")).containsSubsequence(
                "| *any* sheep | `anyMatch` | [S1](group-s-sample/docs/01-sheep.md) |\n", "| `len(flock)` | ",
                "| `Zip(flock)` | nothing | [S1]");
    }
}
