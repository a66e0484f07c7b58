package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String OUTPUT = "docs/output/sheep-count.txt";

    @TempDir
    Path root;

    private Sample sample;

    @BeforeEach
    void goodSample() throws IOException {
        sample = Sample.in(root);
    }

    @Test
    void captureWritesWhatTheExamplePrintsAndRendersIt() throws IOException {
        Files.delete(sample.module.resolve(OUTPUT));
        assertThat(Capture.capture(sample.module, List.of(), line -> {})).isZero();
        assertThat(sample.text(OUTPUT)).startsWith("JDK ").contains("; sheep=1000\ncounted  ████")
                .endsWith("All of them are there.\n");
        assertThat(sample.text(Sample.ANSWER)).contains("```text sheep-count\n" + sample.text(OUTPUT) + "```\n");
    }

    @Test
    void captureOfAnUnknownExampleRunsNothing() throws IOException {
        var before = sample.text(OUTPUT);
        assertThat(Capture.capture(sample.module, List.of("sheep-count", "sheep-sing"), line -> {})).isEqualTo(2);
        assertThat(sample.text(OUTPUT)).isEqualTo(before);
    }

    @Test
    void renderFillsTheBlocksAndChangesNothingElse() throws IOException {
        assertThat(sample.text(Sample.ANSWER)).contains("""
                ```java Flock.java#add
                public Flock add(String name) {
                    sheep.add(name);
                    return this;
                }
                ```
                """, "<!-- measured -->\n**SheepBenchmark** in ops/us");
        var answer = sample.module.resolve(Sample.ANSWER);
        var written = Files.getLastModifiedTime(answer);
        assertThat(sample.render()).isTrue();
        assertThat(Files.getLastModifiedTime(answer)).isEqualTo(written);
    }

    @Test
    void theTableForReadersFromPythonIsReadAsPairs() {
        assertThat(sample.answer().python())
                .containsExactly(new Answer.Mapping("`len(flock)`", "`flock.size()`, not `a \\| b`"));
    }
}
