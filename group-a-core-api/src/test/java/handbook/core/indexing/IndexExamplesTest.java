package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.Example;
import handbook.support.example.RunResult;

class IndexExamplesTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "1000000000", "-1", "x", "20000 1"})
    void badNumbersOfRowsAreOneLine(String arguments) {
        assertRefused(new PlanGalleryExample(), arguments);
        assertRefused(new IgnoredExample(), arguments);
        assertRefused(new InsideExample(), "--rows " + arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21", "x", "5 --rows 0", "5 --rows 1000000000"})
    void badNumbersOfIndexesAreOneLine(String arguments) {
        assertRefused(new WriteCostExample(), arguments);
    }

    private static void assertRefused(Example example, String arguments) {
        assertThat(RunResult.of(example, arguments.split(" ")).refusal()).startsWith("index-");
    }
}
