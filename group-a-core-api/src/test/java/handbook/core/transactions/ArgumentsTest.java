package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;

class ArgumentsTest {
    private static void assertRefused(Example example, String message, String... args) {
        var err = new StringWriter();
        int code = ExampleRunner.run(example, new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
        assertThat(code).isEqualTo(2);
        assertThat(err.toString().strip()).contains(message).doesNotContain("\n");
    }

    @Test
    void anUnknownLevelIsOneLineWithTheLevels() {
        assertRefused(new AllInterleavingsExample(), "serializable", "write-skew", "snapshot");
    }

    @Test
    void anUnknownScenarioIsOneLineWithTheScenarios() {
        assertRefused(new AllInterleavingsExample(), "read-compute-write", "race");
    }

    @Test
    void tooFewCommits() {
        assertRefused(new KillNineExample(), "COMMITS: 9 is out of range; expected 10 to 100000", "9");
    }
}
