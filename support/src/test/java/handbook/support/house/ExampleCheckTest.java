package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.sample.sheep.SheepExample;
import handbook.sample.wolf.WolfExample;
import handbook.support.example.Example;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ExampleCheckTest {
    private static final String SOURCE = "src/main/java/handbook/sample/sheep/SheepExample.java";

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(strings = {"*Predict*", "*Run*", "*Why*",
            "mvn -q compile exec:exec@sheep-count -pl group-s-sample -am",
            "docs/output/sheep-count.txt"})
    void aDocCommentWithoutItsParts(String part) throws IOException {
        var sample = Sample.in(root);
        sample.spoil(SOURCE, part, "");
        assertThat(problems(sample)).singleElement().asString()
                .contains("SheepExample's doc comment has no '" + part + "'");
    }

    @ParameterizedTest
    @CsvSource({"### `sheep-count`, ### Counting, 'does not show sheep-count: add'",
            "```text sheep-count, ```text, 'does not show what sheep-count prints'",
            "exec:exec@sheep-count, exec:exec@sheep, 'does not say how to run sheep-count'"})
    void anAnswerThatDoesNotShowItsExample(String old, String replacement, String problem) throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, old, replacement);
        assertThat(problems(sample)).singleElement().asString().contains("docs/01-sheep.md: ", problem);
    }

    @Test
    void anAnswerThatShowsNoExampleOfItsOwn() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "### `sheep-count`", "### `goat-count`\n### `sheep-count`");
        assertThat(problems(sample)).anySatisfy(
                found -> assertThat(found).contains("shows goat-count, which is no example of its package"));
    }

    @Test
    void anOutputThatWasNeverCaptured() throws IOException {
        var sample = Sample.in(root);
        Files.delete(sample.module.resolve("docs/output/sheep-count.txt"));
        assertThat(problems(sample)).singleElement().asString().contains("run exec:exec@capture");
    }

    @Test
    void anExampleThatNobodyFinds() throws IOException {
        var sample = Sample.in(root);
        var topic = sample.topic();
        topic.examples().clear();
        assertThat(ExampleCheck.problems(topic, sample.group())).anySatisfy(
                found -> assertThat(found).contains("SheepExample is an example that nobody finds"));
    }

    @Test
    void idsThatBeginWithDifferentWords() throws IOException {
        var sample = Sample.in(root);
        var topic = sample.topic();
        topic.examples().put("wolf-howl", WolfExample.class);
        assertThat(ExampleCheck.problems(topic, sample.group())).anySatisfy(
                found -> assertThat(found).contains("begin with different words, [sheep, wolf]"));
    }

    @Test
    void twoTopicsWithOneWord() throws IOException {
        var sample = Sample.in(root);
        var topic = sample.topic();
        var other = new Topic(sample.answer(), sample.module, "handbook.sample.lambs",
                new TreeMap<>(Map.of("sheep-small", SheepExample.class)));
        var group = new Group(sample.module, List.of(sample.answer()), List.of(topic, other), topic.examples());
        assertThat(ExampleCheck.problems(topic, group)).singleElement().asString()
                .contains("ids of handbook.sample.lambs begin with [sheep] too");
    }

    /// Takes any option for granted.
    @Command(name = "sheep-rude", description = "Does not refuse.")
    public static final class RudeExample extends Example {
        @Option(names = "--no-such-option")
        boolean taken;

        @Override
        public void call() {}
    }

    @Test
    void anExampleThatAcceptsNonsense() throws IOException {
        var sample = Sample.in(root);
        var topic = sample.topic();
        topic.examples().put("sheep-rude", RudeExample.class);
        assertThat(ExampleCheck.problems(topic, sample.group())).anySatisfy(found -> assertThat(found)
                .contains("sheep-rude --no-such-option must end with 2", "it ended with 0"));
    }

    private static List<String> problems(Sample sample) {
        return ExampleCheck.problems(sample.topic(), sample.group());
    }
}
