package handbook.core.gil;

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
    @ValueSource(strings = {"0", "-1", "x", "100001", "1.5", "99999999999999999999", "2 0", "2 -5", "2 x", "2 5000001",
            "2 1000 3"})
    void cpuBound(String arguments) {
        assertRefused(new CpuBoundExample(), "gil-cpu-bound", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "8", "x", "20001", "9 9"})
    void ioBound(String arguments) {
        assertRefused(new IoBoundExample(), "gil-io-bound", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "9", "x", "4 4", "--script", "--script x", "--script=gQ"})
    void demonstration(String arguments) {
        assertRefused(new DemonstrationExample(), "gil-demonstration", arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "x", "1 2"})
    void oneCpu(String arguments) {
        assertRefused(new OneCpuExample(), "gil-one-cpu", arguments);
    }
}
