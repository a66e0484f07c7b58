package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.ExampleRunner;

class CpuBoundExampleTest {
    @Test
    void eachWayFindsTheSamePrimes() {
        var result = CpuBoundExample.run(3, 10_500, Optional.empty());
        assertThat(result.java()).hasSize(5).extracting(CpuBoundExample.Way::primes).containsOnly(1_284L);
        assertThat(result.python()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "100001", "1.5", "99999999999999999999", "2 0", "2 -5", "2 x", "2 5000001",
            "2 1000 3"})
    void badArgumentsAreOneLine(String arguments) {
        var err = new StringWriter();
        var errors = new PrintWriter(err, true);
        assertThat(ExampleRunner.run(new CpuBoundExample(), errors, errors, arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("gil-cpu-bound: ");
    }
}
