package handbook.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class LinesTest {
    @Test
    void outputThatSomebodyHoldsOpenIsNotWaitedForWithoutALimitNorTakenForWhole() throws Exception {
        var writer = new PipedOutputStream();
        var lines = Lines.of(new PipedInputStream(writer));
        writer.write("one\n".getBytes(StandardCharsets.UTF_8));
        assertThat(lines.await("one", 60)).isEqualTo("one");
        assertThat(lines.awaitEnd(0)).isFalse();
        writer.close();
        assertThat(lines.awaitEnd(60)).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitingAndNotTheOutput() throws IOException, InterruptedException {
        try (var writer = new PipedOutputStream()) {
            var lines = Lines.of(new PipedInputStream(writer));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> lines.await("one", 60)).isInstanceOf(InterruptedException.class);
            writer.write("one\n".getBytes(StandardCharsets.UTF_8));
            writer.flush();
            assertThat(lines.await("one", 60)).isEqualTo("one");
        }
    }
}
