package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.deployment.zerodowntime.CanaryJudge.Sample;
import handbook.deployment.zerodowntime.CanaryJudge.Verdict;
import handbook.deployment.zerodowntime.CanarySimulation.Version;

class CanaryJudgeTest {
    private static final int RUNS = 1_000;
    private static final double MARGIN = 0.03; // more than twice the standard error of 80 % in 1,000 runs
    private static final Version GOOD = Version.warm(0.01);
    private static final Version FIVE_TIMES = Version.warm(0.05);

    @Test
    @DisplayName("1 % against 5 % errors needs about 280 requests per arm, 0.1 % against 0.2 % about 23,500")
    void sampleSizes() {
        assertThat(TwoProportionJudge.requestsPerArm(0.01, 0.05)).isCloseTo(280, within(5L));
        assertThat(TwoProportionJudge.requestsPerArm(0.001, 0.002)).isCloseTo(23_500, within(50L));
    }

    @Test
    @DisplayName("One look at 280 requests per arm finds five times the errors in at least 80 % of 1,000 runs")
    void oneLook() {
        var found = new CanarySimulation(280, 1).play(RUNS, CanaryJudgeExample.ONE_LOOK, GOOD, FIVE_TIMES);
        assertThat(found.share()).isGreaterThanOrEqualTo(0.80);
        assertThat(found.requestsPerRun()).isEqualTo(280);
    }

    @Test
    @DisplayName("The sequential judge finds them in about 80 % of the runs too, with up to 360 requests per arm and on average with fewer than 280")
    void tenLooks() {
        var found = CanaryJudgeExample.simulation().play(RUNS, CanaryJudgeExample.SEQUENTIAL, GOOD, FIVE_TIMES);
        assertThat(found.share()).isCloseTo(0.80, within(MARGIN));
        assertThat(found.requestsPerRun()).isLessThan(280);
    }

    @Test
    @DisplayName("Of 1,000 canaries equal to their baseline the judge with one look and the sequential judge roll back at most 5 %, the threshold judge more than 30 %")
    void falseAlarms() {
        var simulation = CanaryJudgeExample.simulation();
        assertThat(simulation.play(RUNS, CanaryJudgeExample.ONE_LOOK, GOOD, GOOD).share()).isLessThan(0.05);
        assertThat(simulation.play(RUNS, CanaryJudgeExample.SEQUENTIAL, GOOD, GOOD).share()).isLessThan(0.05);
        assertThat(simulation.play(RUNS, CanaryJudgeExample.THRESHOLD, GOOD, GOOD).share()).isGreaterThan(0.3);
    }

    /// A judge that objects to a difference in either direction, as the 5 % of a two-sided test count it.
    private static CanaryJudge twoSided(double bound) {
        return (look, baseline, canary) -> {
            if (Math.abs(TwoProportionJudge.standardErrors(baseline, canary)) > bound) {
                return Verdict.WORSE;
            }
            return look < CanaryJudge.LOOKS ? Verdict.CONTINUE : Verdict.GOOD;
        };
    }

    @Test
    @DisplayName("Ten uncorrected looks at 5 % find a difference between equal arms in about 19 % of the runs; with the bound for ten looks it is 5 % again")
    void peeking() {
        var simulation = new CanarySimulation(3_000, 1);
        var uncorrected = simulation.play(RUNS, twoSided(TwoProportionJudge.ONE_LOOK), FIVE_TIMES, FIVE_TIMES);
        var corrected = simulation.play(RUNS, twoSided(TwoProportionJudge.TEN_LOOKS), FIVE_TIMES, FIVE_TIMES);
        assertThat(uncorrected.share()).isCloseTo(0.193, within(MARGIN));
        assertThat(corrected.share()).isCloseTo(0.05, within(0.02));
    }

    @Test
    @DisplayName("Compared with a warm old fleet an identical but cold version is condemned; compared with a baseline as fresh as it is, it is not")
    void coldStart() {
        var simulation = CanaryJudgeExample.simulation();
        var cold = CanaryJudgeExample.COLD;
        assertThat(simulation.play(RUNS, CanaryJudgeExample.SEQUENTIAL, GOOD, cold).share()).isGreaterThan(0.5);
        assertThat(simulation.play(RUNS, CanaryJudgeExample.SEQUENTIAL, cold, cold).share()).isLessThan(0.05);
    }

    @Test
    @DisplayName("No error in n requests bounds the rate only by 3/n: a rate of 3/n shows no error in about 5 % of the runs")
    void ruleOfThree() {
        CanaryJudge anyError = (look, baseline, canary) -> canary.errors() > 0
                ? Verdict.WORSE
                : look < CanaryJudge.LOOKS ? Verdict.CONTINUE : Verdict.GOOD;
        var found = new CanarySimulation(300, 1).play(RUNS, anyError, GOOD, Version.warm(3.0 / 300));
        assertThat(1 - found.share()).isCloseTo(0.05, within(0.02));
    }

    @Test
    void nothingSeenIsNoDifference() {
        assertThat(TwoProportionJudge.standardErrors(new Sample(50, 0), new Sample(50, 0))).isZero();
        assertThat(TwoProportionJudge.standardErrors(new Sample(50, 50), new Sample(50, 50))).isZero();
        assertThat(TwoProportionJudge.standardErrors(new Sample(100, 1), new Sample(100, 5))).isPositive();
    }
}
