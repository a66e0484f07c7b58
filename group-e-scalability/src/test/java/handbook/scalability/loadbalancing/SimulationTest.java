package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final int REQUESTS = 100_000;

    private static double p99(Policy policy, double age) {
        return Simulation.equalServers(16, 0.9, age, REQUESTS, 42).run(policy).p99();
    }

    @Test
    @DisplayName("The simulation agrees with the formula of the M/M/1 queue")
    void formula() {
        var result = Simulation.equalServers(16, 0.5, 0, 400_000, 42).run(Policy.RANDOM);
        var meanTime = 1 / (1 - 0.5);
        assertThat(result.median()).isCloseTo(meanTime * Math.log(2), withinPercentage(3));
        assertThat(result.p99()).isCloseTo(meanTime * Math.log(100), withinPercentage(3));
    }

    @Test
    @DisplayName("The same seed gives the same digits")
    void reproducible() {
        var simulation = Simulation.equalServers(4, 0.8, 2, 5_000, 7);
        assertThat(simulation.run(Policy.TWO_CHOICES)).isEqualTo(simulation.run(Policy.TWO_CHOICES))
                .isNotEqualTo(Simulation.equalServers(4, 0.8, 2, 5_000, 8).run(Policy.TWO_CHOICES));
    }

    /// The second server never gets done with its first request, so whoever sees the loads as they are sends it no other;
    /// the first one is done before the next request comes, so it looks idle at each.
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9})
    void freshIsWhatIsThere(double quick) {
        for (var policy : List.of(Policy.LEAST_LOADED, Policy.TWO_CHOICES)) {
            assertThat(new Simulation(List.of(quick, 1e9), 1, 0, 1_000, 42).run(policy).shares())
                    .containsExactly(0.999, 0.001);
        }
    }

    @Test
    void freshCountsWhatIsUnderWay() {
        assertThat(new Simulation(List.of(1e9, 1e9, 1e9), 1, 0, 3_000, 42).run(Policy.LEAST_LOADED).shares())
                .containsOnly(1 / 3.0);
    }

    @Test
    @DisplayName("With fresh loads the p99 is lowest for the least loaded of all, then two choices, round robin, random")
    void fresh() {
        assertThat(List.of(p99(Policy.LEAST_LOADED, 0), p99(Policy.TWO_CHOICES, 0), p99(Policy.ROUND_ROBIN, 0),
                p99(Policy.RANDOM, 0))).isSorted();
    }

    @Test
    @DisplayName("With loads refreshed every five service times, two choices are best, and the least loaded of all is worse than random")
    void stale() {
        assertThat(List.of(p99(Policy.TWO_CHOICES, 5), p99(Policy.ROUND_ROBIN, 5), p99(Policy.RANDOM, 5),
                p99(Policy.LEAST_LOADED, 5))).isSorted();
    }

    @Test
    @DisplayName("A refresh every service time is enough for the least loaded of all to be worse than two choices")
    void oneServiceTime() {
        assertThat(p99(Policy.LEAST_LOADED, 1)).isGreaterThan(p99(Policy.TWO_CHOICES, 1));
    }

    private static Simulation.Result oneSlow(Policy policy, int requests) {
        return new Simulation(List.of(4.0, 1.0, 1.0, 1.0), 2.8, 0, requests, 42).run(policy);
    }

    @Test
    @DisplayName("Round robin gives a server that is four times slower its quarter, and its queue grows without end")
    void slowRoundRobin() {
        var result = oneSlow(Policy.ROUND_ROBIN, REQUESTS);
        assertThat(result.shares().getFirst()).isEqualTo(0.25);
        assertThat(oneSlow(Policy.ROUND_ROBIN, 2 * REQUESTS).p99()).isGreaterThan(1.8 * result.p99());
    }

    @Test
    @DisplayName("Least loaded and two choices give a server that is four times slower less than a tenth, and its queue stays short")
    void slowWatched() {
        for (var policy : List.of(Policy.LEAST_LOADED, Policy.TWO_CHOICES)) {
            var result = oneSlow(policy, REQUESTS);
            assertThat(result.shares().getFirst()).isBetween(0.05, 0.1);
            assertThat(oneSlow(policy, 2 * REQUESTS).p99()).isLessThan(1.5 * result.p99());
        }
    }

    @Test
    @DisplayName("A server that fails at once gets a tenth of the requests from round robin, more from two choices, and over a quarter from least loaded")
    void blackHole() {
        var lost = BlackHoleExample.lostInVirtualTime(REQUESTS, 42);
        assertThat(lost.get(Policy.ROUND_ROBIN)).isEqualTo(0.1);
        assertThat(lost.get(Policy.TWO_CHOICES)).isBetween(0.12, 0.25);
        assertThat(lost.get(Policy.LEAST_LOADED)).isGreaterThan(0.25);
    }
}
