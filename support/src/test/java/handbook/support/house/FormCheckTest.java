package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormCheckTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            '# How do you count sheep?' -> How?                     -> line 1 is no title
            · [Tests]                  -> and [Test]                -> line 3 must link the topic's package
            · [Benchmarks]             -> and [Measured]            -> add '· [Benchmarks](../src/jmh/java/handbook/sample/sheep)'
            Level: junior              -> For juniors               -> line 5 must be 'Level
            '## Longer answer'         -> '### Longer answer'       -> the section 'Longer answer' is missing
            '## Sources'               -> '## Literature'           -> there is no section 'Literature'
            '## Short answer'          -> '## Follow-ups'           -> bring them into the order
            One by one, see [the claims](#claims). -> ''            -> the section 'Short answer' is empty
            One by one                 -> {121 words}               -> short answer has 124 words: cut it to 120
            EmptyFlockTest.java))      -> EmptyFlockTest.java)      -> this claim has not the form
            '- *And goats?*'           -> '- And goats?'            -> this follow-up has not the form
            https://                   -> ../                       -> the section 'Sources' has no link
            | Python | Java |          -> | Java | Python |         -> needs a table with the columns Python | Java
            not `a \\| b`             -> not `a | b`               -> has 3 cells instead of 2
            They can. | [EmptyFlockTest](../src/test -> They can. | [EmptyFlockTest](../src/main -> names no test that refutes it
            """)
    void tellsWhatIsWrong(String old, String replacement, String problem) throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, old, replacement.replace("{121 words}", "word ".repeat(121).strip()));
        assertThat(FormCheck.problems(sample.topic())).anySatisfy(found -> assertThat(found)
                .startsWith("group-s-sample/docs/01-sheep.md: ").contains(problem));
    }

    @Test
    void tellsAllThatIsWrongAtOnce() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "## Traps", "## Tricks");
        sample.spoil(Sample.ANSWER, "Level: junior", "For juniors");
        assertThat(FormCheck.problems(sample.topic())).hasSize(3);
    }
}
