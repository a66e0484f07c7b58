package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import handbook.sample.wolf.WolfExample;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import picocli.CommandLine.Command;

class QuickRunCheckTest {
    @TempDir
    Path root;

    /// Cannot run.
    @Command(name = "sheep-fail", description = "Fails.")
    public static final class FailingExample extends Example {
        public static void main(String[] args) {
            ExampleRunner.main(new FailingExample(), args);
        }

        @Override
        public void call() {
            throw new Failure("No sheep here");
        }
    }

    /// Does not end.
    @Command(name = "sheep-sleep", description = "Sleeps.")
    public static final class SleepingExample extends Example {
        public static void main(String[] args) {
            ExampleRunner.main(new SleepingExample(), args);
        }

        @Override
        public void call() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    /// Does not say where it runs.
    @Command(name = "sheep-mute", description = "Says one word.")
    public static final class MuteExample extends Example {
        public static void main(String[] args) {
            ExampleRunner.main(new MuteExample(), args);
        }

        @Override
        public void call() {
            System.out.println("done");
        }
    }

    private static Topic with(Topic topic, String id, Class<? extends Example> example) {
        return new Topic(topic.answer(), topic.module(), topic.packageName(), new TreeMap<>(Map.of(id, example)));
    }

    @Test
    void aFileAProcessAndWordsOnTheErrorStream() throws IOException {
        var topic = with(Sample.in(root).topic(), "wolf-howl", WolfExample.class);
        assertThat(QuickRunCheck.problems(topic)).satisfiesExactly(
                error -> assertThat(error).contains("wolf-howl --quick: it printed to the error stream", "howl"),
                process -> assertThat(process).contains("it left a process behind"),
                file -> assertThat(file).contains("it left a file in the folder of temporary files: wolf"));
    }

    @Test
    void aRunThatFails() throws IOException {
        var topic = with(Sample.in(root).topic(), "sheep-fail", FailingExample.class);
        assertThat(QuickRunCheck.problems(topic)).containsExactly(
                "sheep-fail --quick: it ended with 1: sheep-fail: No sheep here");
    }

    @Test
    void aRunThatDoesNotEnd() throws IOException {
        var topic = with(Sample.in(root).topic(), "sheep-sleep", SleepingExample.class);
        assertThat(QuickRunCheck.problems(topic, Duration.ofSeconds(2))).containsExactly(
                "sheep-sleep --quick: it did not end within 2 s and was killed: let it end by itself");
    }

    @Test
    void aRunThatDoesNotSayWhereItsFiguresComeFrom() throws IOException {
        var topic = with(Sample.in(root).topic(), "sheep-mute", MuteExample.class);
        assertThat(QuickRunCheck.problems(topic)).singleElement().asString()
                .contains("sheep-mute --quick: its first line does not say", "printOrigin()");
    }

    @Test
    void otherWordsThanTheCapturedOnes() throws IOException {
        var sample = Sample.in(root);
        sample.spoil("docs/output/sheep-count.txt", "All of them are there.", "One of them is missing.");
        assertThat(QuickRunCheck.problems(sample.topic())).singleElement().asString()
                .contains("line 3 was 'One of them is missing.' and is 'All of them are there.'");
    }

    @ParameterizedTest
    @CsvSource({"1.23 ms in all, 950 µs in all", "rate  ████ 1.2, rate  █ 1", "a -, a 1,234", "+3.5 % more, -2 % more",
            "at 10:15:00.123 on 2026-11-25, at 09:00 on 2026-11-26", "127.0.0.1:4711, 127.0.0.1:50123",
            "'4,096 KiB kept', '1.5 MiB kept'"})
    void figuresUnitsAndBarsAreNoWords(String one, String other) {
        assertThat(Words.difference(List.of("machine", one), List.of("another", other))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"lost 3 updates, lost 3 rows", "3 of 4 failed, none failed", "5 threads, 5"})
    void wordsAreCompared(String one, String other) {
        assertThat(Words.difference(List.of("machine", one), List.of("machine", other))).startsWith("line 2 was ");
        assertThat(Words.difference(List.of("machine"), List.of("machine", other))).contains("was '(nothing)'");
    }
}
