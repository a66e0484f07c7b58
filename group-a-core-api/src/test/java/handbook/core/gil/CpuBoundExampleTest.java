package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class CpuBoundExampleTest {
    @Test
    void eachWayFindsTheSamePrimes() {
        var result = CpuBoundExample.run(3, 10_500, Optional.empty());
        assertThat(result.java()).hasSize(5).extracting(CpuBoundExample.Way::primes).containsOnly(1_284L);
        assertThat(result.python()).isEmpty();
    }
}
