package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.deployment.zerodowntime.BackEnd.Then;
import handbook.deployment.zerodowntime.Balancer.Retries;
import handbook.support.net.Ledger;
import handbook.support.net.Ledger.Balance;
import handbook.support.net.Load;

@Timeout(60) // only so that a mistake ends
class BalancerTest {
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final BackEnd good = new BackEnd(effects, Then.ANSWER);
    private final BackEnd broken = new BackEnd(effects, Then.BREAK_CONNECTION);
    /// Known as ready, and refuses connections when the first request comes.
    private final BackEnd gone = new BackEnd(effects, Then.ANSWER);

    @AfterEach
    void end() {
        good.close();
        broken.close();
        gone.close();
    }

    private Ledger send(Balancer balancer, int requests) throws InterruptedException {
        try (var posts = new Posts(balancer.address(), "")) {
            return Load.run(1, requests, posts);
        }
    }

    /// One client's two requests go to the two replicas in turn.
    private Balance two(Retries retries, BackEnd other) throws InterruptedException {
        effects.clear();
        try (var balancer = new Balancer(retries)) {
            balancer.learn(List.of(other.address(), good.address()));
            if (other == gone) {
                gone.close();
            }
            return send(balancer, 2).balance(effects.stream().map(Long::valueOf).toList());
        }
    }

    @Test
    @DisplayName("A proxy that repeats each request hides the failure and doubles a POST that took effect before its connection broke")
    void naiveRetry() throws InterruptedException {
        var balance = two(new Retries(1, true), broken);
        assertThat(balance.failed()).isZero();
        assertThat(balance.doubled()).isEqualTo(1);
    }

    @Test
    @DisplayName("A proxy that repeats a POST only when no connection could be made never doubles one")
    void safeRetry() throws InterruptedException {
        var afterEffect = two(new Retries(1, false), broken);
        assertThat(afterEffect.failed()).isEqualTo(1);
        assertThat(afterEffect.doubled()).isZero();
        var notConnected = two(new Retries(1, false), gone);
        assertThat(notConnected.done()).isEqualTo(2);
        assertThat(notConnected.doubled() + notConnected.missing()).isZero();
    }

    @Test
    void withoutRetriesARefusedConnectionIsAFailure() throws InterruptedException {
        assertThat(two(Retries.NONE, gone).failed()).isEqualTo(1);
    }

    @Test
    @DisplayName("A proxy that restarts in the middle of a roll-out finds out from readiness who takes requests: not who drains, nor who is gone")
    void restarted() throws InterruptedException {
        try (var draining = new BackEnd(effects, Then.ANSWER)) {
            var all = List.of(good.address(), draining.address(), gone.address());
            try (var before = new Balancer(Retries.NONE)) {
                assertThat(before.learn(all)).hasSize(3);
                draining.notReady();
                gone.close();
            }
            try (var after = new Balancer(Retries.NONE)) {
                assertThat(after.learn(all)).containsExactly(good.address());
                assertThat(send(after, 20).entries())
                        .allMatch(entry -> entry.detail().equals(good.address().toString()));
            }
        }
    }

    @Test
    void knowsNobody() throws InterruptedException {
        try (var balancer = new Balancer(Retries.NONE)) {
            assertThat(send(balancer, 1).balance(List.of()).refused()).isEqualTo(1);
        }
    }
}
