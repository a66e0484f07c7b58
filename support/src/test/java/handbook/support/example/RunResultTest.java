package handbook.support.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class RunResultTest {
    @Test
    void aRefusalIsOneLineAndExitCodeTwo() {
        assertThat(new RunResult(2, "", "sheep: no\n").refusal()).isEqualTo("sheep: no");
        for (var other : List.of(new RunResult(0, "", "sheep: no\n"), new RunResult(1, "", "sheep: no\n"),
                new RunResult(2, "", ""), new RunResult(2, "", "sheep: no\nusage\n"),
                new RunResult(2, "usage\n", "sheep: no\n"))) {
            assertThatThrownBy(other::refusal).isInstanceOf(AssertionError.class).hasMessageContaining("not refused");
        }
    }
}
