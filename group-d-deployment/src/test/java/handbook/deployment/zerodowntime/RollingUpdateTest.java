package handbook.deployment.zerodowntime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.deployment.zerodowntime.Balancer.Retries;
import handbook.deployment.zerodowntime.DrainService.Fault;
import handbook.deployment.zerodowntime.RollingDrainExample.Act;
import handbook.deployment.zerodowntime.RollingUpdate.Patience;
import handbook.deployment.zerodowntime.RollingUpdate.Stop;
import handbook.support.example.Failure;
import handbook.support.example.RunResult;
import handbook.support.net.Ledger.Balance;
import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;

@Timeout(120) // only so that a mistake ends
class RollingUpdateTest {
    private static final int REQUESTS = 500;
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Map<Stop, Act> run(int replicas, int requests, Fault fault) throws InterruptedException {
        return RollingDrainExample.run(List.of(Stop.DRAIN_FIRST), replicas, requests, Retries.NONE, fault);
    }

    private static Act drainFirst(Map<Stop, Act> acts) {
        return requireNonNull(acts.get(Stop.DRAIN_FIRST));
    }

    private static void assertNobodyNoticed(Act act) {
        assertThat(act.balance().failed()).isZero();
        assertThat(act.balance().doubled()).isZero();
        assertThat(act.balance().missing()).as("done without an effect").isZero();
    }

    @Test
    @DisplayName("A rolling update of two real processes that drains first: of at least 500 POSTs none fails, and each took effect exactly once")
    void drainFirst() throws InterruptedException {
        var act = drainFirst(run(2, REQUESTS, Fault.NONE));
        assertThat(act.balance().sent()).isGreaterThanOrEqualTo(REQUESTS);
        assertNobodyNoticed(act);
        assertThat(act.failure()).isNull();
        assertThat(act.events()).isEmpty();
        assertThat(act.ledger().entries()).extracting("detail").contains("old 1", "old 2", "new 1", "new 2");
    }

    @Test
    @DisplayName("A new version that never becomes ready gets no request, the old one stays, and the roll-out ends with the reason and exit code 1")
    void neverReady() throws InterruptedException {
        var acts = run(1, 50, Fault.NEVER_READY);
        assertNobodyNoticed(drainFirst(acts));
        assertThat(drainFirst(acts).ledger().entries()).extracting("detail").containsOnly("old 1");
        assertThatThrownBy(() -> RollingDrainExample.conclude(acts)).isInstanceOf(Failure.class)
                .hasMessageContaining("new 1 was not ready").hasMessageContaining("old 1 stays");
        var result = RunResult.of(new RollingDrainExample(), "--quick", "--fault=NEVER_READY");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("new 1 was not ready").contains("old 1 stays");
    }

    @Test
    void aNewVersionThatEndsAtOnceIsNotWaitedFor() {
        try (var old = Replica.start("old", Fault.NONE);
                var fresh = Replica.start("new", Fault.NEVER_READY);
                var balancer = new Balancer(Retries.NONE);
                var noLoad = Load.start(0, 0, Duration.ZERO, id -> new Load.Answer(false, ""))) {
            var rollout = new RollingUpdate(balancer, new Patience(LONG, LONG), List.of(old));
            assertThat(fresh.isReady()).isFalse();
            fresh.kill();
            assertThatThrownBy(() -> rollout.replace(old, fresh, Stop.DRAIN_FIRST, noLoad)).isInstanceOf(Failure.class)
                    .hasMessageContaining("new ended before it was ready").hasMessageContaining("old stays");
        }
    }

    @Test
    void anOldReplicaThatIsNotReadyIsNoStart() {
        try (var old = Replica.start("old", Fault.NEVER_READY); var balancer = new Balancer(Retries.NONE)) {
            assertThatThrownBy(() -> new RollingUpdate(balancer, new Patience(LONG, LONG), List.of(old)))
                    .isInstanceOf(Failure.class).hasMessageContaining("not all old replicas are ready");
        }
    }

    @Test
    void theVerdictNamesAllThatWentWrong() {
        assertThat(RollingDrainExample.verdict(new Balance(9, 9, 0, 0, 0, 0, 0))).startsWith("nobody noticed");
        assertThat(RollingDrainExample.verdict(new Balance(9, 9, 0, 0, 1, 0, 0)))
                .isEqualTo("requests were answered without an effect");
        assertThat(RollingDrainExample.verdict(new Balance(9, 8, 0, 1, 0, 1, 0)))
                .isEqualTo("clients noticed, requests took effect twice");
    }

    @Test
    @DisplayName("A new version that crashes after it was added is taken out again, and is not counted as a success: the old one stays")
    void crashes() throws InterruptedException {
        var acts = run(1, 150, Fault.CRASHES);
        var entries = drainFirst(acts).ledger().entries();
        assertThat(entries).extracting("outcome").contains(Outcome.REFUSED);
        assertThat(entries.getLast().detail()).isEqualTo("old 1");
        assertThat(drainFirst(acts).balance().missing() + drainFirst(acts).balance().doubled()).isZero();
        assertThatThrownBy(() -> RollingDrainExample.conclude(acts)).isInstanceOf(Failure.class)
                .hasMessageContaining("new 1 died under load").hasMessageContaining("old 1 stays");
    }

    @Test
    @DisplayName("An old process that ignores SIGTERM is killed when its grace is over, and that is reported; no request notices")
    void ignoresSigterm() throws InterruptedException {
        var act = drainFirst(run(1, 100, Fault.IGNORES_SIGTERM));
        assertNobodyNoticed(act);
        assertThat(act.failure()).isNull();
        assertThat(act.events()).singleElement().asString().contains("old 1 did not end").contains("killed");
    }

    @Test
    void killedWhenItsGraceIsOver() throws InterruptedException {
        try (var old = Replica.start("old", Fault.IGNORES_SIGTERM)) {
            assertThat(Replica.status(old.address(), "/live")).isEqualTo(200);
            old.terminate();
            assertThat(old.awaitEnd(Duration.ofMillis(1))).isFalse();
            assertThat(old.isAlive()).isFalse();
        }
    }
}
