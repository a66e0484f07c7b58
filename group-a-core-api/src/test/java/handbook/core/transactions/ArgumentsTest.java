package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import handbook.support.example.Example;
import handbook.support.example.RunResult;

class ArgumentsTest {
    private static void assertRefused(Example example, String message, String... args) {
        assertThat(RunResult.of(example, args).refusal()).contains(message);
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
