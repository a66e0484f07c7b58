package handbook.support.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class ExampleRunnerTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Command(name = "count-sheep", description = "Counts sheep.")
    private static final class SheepExample extends Example {
        @Parameters(index = "0", arity = "0..1", paramLabel = "SHEEP", description = "how many sheep")
        @Size(usual = 100, quick = 3, max = 1_000)
        int sheep;

        private int counted;

        @Override
        public void call() {
            if (sheep == 13) {
                throw new Failure("Thirteen sheep do not stand still: take another number");
            }
            if (sheep == 14) {
                throw new IllegalStateException("lost count\nsecond line");
            }
            if (sheep == 15) {
                throw new StackOverflowError();
            }
            counted = sheep;
        }
    }

    private int run(SheepExample example, String... args) {
        return ExampleRunner.run(example, new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    @Test
    void withoutArgumentsItTakesTheUsualSize() {
        var example = new SheepExample();
        assertThat(run(example)).isZero();
        assertThat(example.counted).isEqualTo(100);
    }

    @Test
    void quickTakesTheSmallSizeUnlessOneIsGiven() {
        var example = new SheepExample();
        assertThat(run(example, "--quick")).isZero();
        assertThat(example.counted).isEqualTo(3);
        assertThat(run(example, "--quick", "7")).isZero();
        assertThat(example.counted).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-1.5", "1001", "x", "99999999999999999999"})
    void badSizeIsOneLineThatNamesItAndSaysWhatWasExpected(String size) {
        assertThat(run(new SheepExample(), size)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("count-sheep", size)
                .contains("SHEEP", "expected 1 to 1000");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsOneLine() {
        assertThat(run(new SheepExample(), "--wolves")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("Unknown option: '--wolves'");
    }

    @Test
    void extraArgumentIsOneLine() {
        assertThat(run(new SheepExample(), "1", "2")).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("'2'");
    }

    @Test
    void helpShowsRangeAndDefaults() {
        assertThat(run(new SheepExample(), "--help")).isZero();
        assertThat(out.toString()).contains("Counts sheep.", "SHEEP: 1 to 1000; usually 100, with --quick 3");
    }

    @Test
    void failureIsOneLineWithoutAStackTrace() {
        assertThat(run(new SheepExample(), "13")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("count-sheep: Thirteen sheep do not stand still: take another number");
    }

    @Test
    void unexpectedFailureIsOneLineThatPointsToTrace() {
        assertThat(run(new SheepExample(), "14")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("lost count", "--trace");
    }

    @Test
    void anErrorOfTheJvmIsOneLineToo() {
        assertThat(run(new SheepExample(), "15")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("StackOverflowError", "--trace");
    }

    @Test
    void traceShowsTheStackTrace() {
        assertThat(run(new SheepExample(), "14", "--trace")).isEqualTo(1);
        assertThat(err.toString()).contains("at handbook.support.example.ExampleRunnerTest");
    }
}
