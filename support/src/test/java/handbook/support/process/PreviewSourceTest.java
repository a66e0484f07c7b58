package handbook.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import handbook.support.example.Failure;

class PreviewSourceTest {
    @Test
    void severalFilesRunWithThePreview() {
        assumeTrue(PreviewSource.runsHere(), "the preview's API is that of JDK " + PreviewSource.JDK);
        var lines = PreviewSource.run(PreviewSourceTest.class, List.of("PreviewMain.java", "PreviewHelper.java"));
        assertThat(lines).containsExactly("hello you");
    }

    @Test
    void aFileThatIsNotThereAndOneThatFailsAreSaid() {
        assertThatThrownBy(() -> PreviewSource.run(PreviewSourceTest.class, List.of("Nothing.java")))
                .isInstanceOf(Failure.class).hasMessageContaining("handbook/support/process/Nothing.java");
        assertThatThrownBy(() -> PreviewSource.run(PreviewSourceTest.class, List.of("PreviewMain.java")))
                .isInstanceOf(Failure.class).hasMessageContaining("PreviewMain.java ended with 1")
                .hasMessageContaining("PreviewHelper");
    }
}
