package handbook.support.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationCheckTest {
    private static final String COMPILED = "handbook/sample/sheep/";

    @TempDir
    Path root;

    @Test
    void aTopicThatSeesAnother() throws IOException {
        var sample = Sample.in(root);
        sample.addClasses("handbook/sample/wolf");
        assertThat(IsolationCheck.problems(sample.group())).singleElement().asString()
                .contains("Slice sheep", "Slice wolf", "a topic stands alone");
    }

    @Test
    void mainCodeThatUsesJUnit() throws IOException {
        var sample = Sample.in(root);
        Files.copy(sample.module.resolve("target/test-classes/" + COMPILED + "FlockContract.class"),
                sample.module.resolve("target/classes/" + COMPILED + "FlockContract.class"));
        assertThat(IsolationCheck.problems(sample.group())).singleElement().asString()
                .contains("FlockContract", "move it to src/test");
    }

    @Test
    void aClassCompiledWithPreviewFeatures() throws IOException {
        var sample = Sample.in(root);
        var file = sample.module.resolve("target/classes/" + COMPILED + "Flock.class");
        var bytes = Files.readAllBytes(file);
        bytes[4] = -1;
        bytes[5] = -1;
        Files.write(file, bytes);
        assertThat(IsolationCheck.problems(sample.group())).anySatisfy(
                found -> assertThat(found).contains("Flock.class is compiled with preview features"));
    }
}
