package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.Example;
import handbook.support.example.RunResult;

/// A bad argument is one line on the error stream, which begins with the example's name.
class ArgumentsTest {
    private static void assertRefused(Example example, String name, String arguments) {
        assertThat(RunResult.of(example, arguments.split(" ")).refusal()).startsWith(name + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "1000001", "x", "6 0", "6 1001", "6 6 6"})
    void sequentialVsConcurrent(String arguments) {
        assertRefused(new SequentialVsConcurrentExample(), "async-sequential-vs-concurrent", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", "50 50"})
    void blockedLoop(String arguments) {
        assertRefused(new BlockedLoopExample(), "async-blocked-loop", arguments);
    }
}
