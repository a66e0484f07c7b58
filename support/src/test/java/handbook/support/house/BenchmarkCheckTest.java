package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkCheckTest {
    @TempDir
    Path root;

    @Test
    void figuresOfAnotherBenchmarkAndNoneOfThisOne() throws IOException {
        var sample = Sample.in(root);
        sample.spoil("docs/measured/01.json", "SheepBenchmark", "GoatBenchmark");
        assertThat(BenchmarkCheck.problems(sample.topic())).satisfiesExactly(
                old -> assertThat(old).contains("docs/measured/01.json holds figures of GoatBenchmark"),
                missing -> assertThat(missing).contains("SheepBenchmark has no figures", "-Dbench=SheepBenchmark"));
    }

    @Test
    void anAnswerWithoutAPlaceForTheFigures() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "<!-- end measured -->", "");
        assertThat(BenchmarkCheck.problems(sample.topic())).singleElement().asString()
                .contains("has no lines '<!-- measured -->'");
    }

    @Test
    void benchmarksWithoutALimitWithAPresetOfTheirOwnAndOneThatFails() throws IOException {
        var sample = Sample.in(root);
        sample.addClasses("handbook/sample/wolf");
        var topic = new Topic(sample.answer(), sample.module, "handbook.sample.wolf", sample.topic().examples());
        Files.delete(sample.topic().measured());
        assertThat(BenchmarkCheck.problems(topic)).satisfiesExactly(
                limit -> assertThat(limit).contains("none of its benchmarks has a method 'limit'"),
                fork -> assertThat(fork).contains("WolfBenchmark has @Fork: remove it"),
                figures -> assertThat(figures).contains("WolfBenchmark has no figures"),
                failing -> assertThat(failing).contains("a benchmark does not run"));
    }
}
