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
                missing -> assertThat(missing).contains("SheepBenchmark has the methods [flock, limit], but",
                        "docs/measured/01.json the figures of []", "-Dbench=SheepBenchmark"),
                old -> assertThat(old).contains("docs/measured/01.json holds figures of GoatBenchmark"));
    }

    @Test
    void figuresOfAMethodThatHadAnotherName() throws IOException {
        var sample = Sample.in(root);
        sample.spoil("docs/measured/01.json", "flock", "herd");
        assertThat(BenchmarkCheck.problems(sample.topic())).singleElement().asString()
                .contains("[flock, limit]", "docs/measured/01.json the figures of [herd, limit]: run");
    }

    @Test
    void figuresThoughNoBenchmarkIsLeft() throws IOException {
        var sample = Sample.in(root);
        Files.delete(sample.module.resolve("target/test-classes/handbook/sample/sheep/SheepBenchmark.class"));
        assertThat(BenchmarkCheck.problems(sample.topic())).singleElement().asString()
                .contains("docs/measured/01.json holds figures, but no benchmark is left: remove the file");
    }

    @Test
    void anAnswerWithoutAPlaceForTheFigures() throws IOException {
        var sample = Sample.in(root);
        sample.spoil(Sample.ANSWER, "<!-- end measured -->", "");
        assertThat(BenchmarkCheck.problems(sample.topic())).singleElement().asString()
                .contains("has no lines '<!-- measured -->'");
    }

    @Test
    void aBenchmarkWithoutALimitWithAPresetOfTheirOwnAndOneThatFails() throws IOException {
        var sample = Sample.in(root);
        sample.addClasses("handbook/sample/wolf");
        var topic = new Topic(sample.answer(), sample.module, "handbook.sample.wolf", sample.topic().examples());
        Files.delete(sample.topic().measured());
        assertThat(BenchmarkCheck.problems(topic)).satisfiesExactly(
                limit -> assertThat(limit).contains("WolfBenchmark has no method 'limit': add"),
                fork -> assertThat(fork).contains("WolfBenchmark has @Fork: remove it"),
                figures -> assertThat(figures).contains("WolfBenchmark has the methods [howl], but"),
                failing -> assertThat(failing).contains("a benchmark does not run"));
    }
}
