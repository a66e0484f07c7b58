package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.deployment.zerodowntime.CanaryJudge.Verdict;
import handbook.deployment.zerodowntime.CanaryRollout.Outcome;

@Timeout(120) // only so that a mistake ends
class CanaryRolloutTest {
    private static final int PER_ARM = 50;
    private static final int HALF = 50;
    private static CanaryFleet fleet;

    @BeforeAll
    static void start() {
        fleet = new CanaryFleet(0, HALF);
    }

    @AfterAll
    static void end() {
        fleet.close();
    }

    private static void assertAccountedFor(Outcome outcome) {
        var balance = outcome.balance();
        assertThat(balance.done() + balance.refused()).isEqualTo(balance.sent());
        assertThat(balance.missing() + balance.doubled() + balance.failedYetDone()).isZero();
    }

    @Test
    @DisplayName("A version without errors gets the weight 100 %, no user changes more than once, and no request is unaccounted for")
    void goodVersion() throws InterruptedException {
        try (var rollout = new CanaryRollout(fleet, 0)) {
            var outcome = rollout.canary(CanaryJudgeExample.SEQUENTIAL, PER_ARM);
            assertThat(outcome.verdict()).isEqualTo(Verdict.GOOD);
            assertThat(outcome.percent()).isEqualTo(100);
            assertThat(outcome.usersHit()).isZero();
            assertThat(outcome.mostChanges()).isEqualTo(1);
            assertAccountedFor(outcome);
        }
    }

    @Test
    @DisplayName("A version that fails half of its requests is rolled back before half of the users met it; in the middle of a rolling update nearly all meet it, and are sent to and fro")
    void badVersion() throws InterruptedException {
        try (var rollout = new CanaryRollout(fleet, HALF)) {
            var canary = rollout.canary(CanaryJudgeExample.SEQUENTIAL, PER_ARM);
            assertThat(canary.verdict()).isEqualTo(Verdict.WORSE);
            assertThat(canary.percent()).isLessThan(50);
            assertThat(canary.users()).isLessThan(CanaryRollout.USERS / 2);
            assertThat(canary.mostChanges()).as("there and back").isLessThanOrEqualTo(2);
            assertAccountedFor(canary);
        }
        try (var rollout = new CanaryRollout(fleet, HALF)) {
            var rolling = rollout.rolling(3);
            assertThat(rolling.users()).isGreaterThan(CanaryRollout.USERS * 3 / 4);
            assertThat(rolling.mostChanges()).as("to and fro, without a roll-back").isGreaterThanOrEqualTo(2);
            assertAccountedFor(rolling);
        }
    }
}
