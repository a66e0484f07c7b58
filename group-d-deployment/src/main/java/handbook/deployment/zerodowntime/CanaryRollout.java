package handbook.deployment.zerodowntime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import handbook.deployment.zerodowntime.CanaryFleet.Member;
import handbook.deployment.zerodowntime.CanaryJudge.Verdict;
import handbook.deployment.zerodowntime.StickyRouter.Arm;
import handbook.support.net.Ledger;
import handbook.support.net.Ledger.Balance;
import handbook.support.net.Load;

/// One roll-out of a new version behind a proxy: the old one, a fresh copy of it, and the new one.
final class CanaryRollout implements AutoCloseable {
    static final int USERS = 499;
    private static final int CLIENTS = 8;
    private static final int BATCH = 20;
    private static final int AFTERWARDS = 200;
    private static final long AT_MOST = 200_000;
    private static final List<Stage> STAGES = List.of(new Stage(1, 1), new Stage(10, 5), new Stage(50, 10));

    /// A weight, and the look up to which it is kept.
    private record Stage(int percent, int untilLook) {}

    /// How a rollout went.
    ///
    /// @param verdict what the judge said last
    /// @param percent the highest share of the users that met the new version
    /// @param balance every request, held against what the processes did
    /// @param toNew requests that the new version answered
    /// @param users users who met the new version
    /// @param usersHit users who met an error of the new version
    /// @param mostChanges how often one user changed between old and new, at most
    record Outcome(Verdict verdict, int percent, Balance balance, int toNew, int users, int usersHit,
            int mostChanges) {}

    private final List<Member> members;
    private final CanaryProxy proxy;
    private final CanaryTraffic traffic;

    /// @param fleet the processes
    /// @param errors of the new version, in percent
    CanaryRollout(CanaryFleet fleet, int errors) {
        var canary = fleet.canary(errors);
        members = List.of(fleet.stable(), fleet.baseline(), canary);
        proxy = new CanaryProxy(Map.of(Arm.STABLE, fleet.stable().port(), Arm.BASELINE, fleet.baseline().port(),
                Arm.CANARY, canary.port()), user -> Arm.STABLE);
        traffic = new CanaryTraffic(proxy.uri(), USERS);
    }

    // @start region=rollout
    /// Raises the weight from stage to stage while the judge has nothing against it; rolls back at once when it has.
    Outcome canary(CanaryJudge judge, int requestsPerArm) throws InterruptedException {
        var router = new StickyRouter("v2");
        proxy.route(router::armOf);
        var verdict = Verdict.CONTINUE;
        int percent = 0;
        int look = 0;
        try (var load = Load.start(CLIENTS, AT_MOST, Duration.ZERO, traffic)) {
            while (verdict == Verdict.CONTINUE) {
                look++;
                percent = percentAt(look);
                router.weight(percent);
                awaitBothArms(load, requestsPerArm * look / CanaryJudge.LOOKS);
                verdict = judge.look(look, traffic.sample(Arm.BASELINE), traffic.sample(Arm.CANARY));
            }
            percent = verdict == Verdict.GOOD ? 100 : percent;
            router.weight(verdict == Verdict.GOOD ? 100 : 0);
            load.awaitMore(AFTERWARDS);
            load.stopSending();
            return outcome(verdict, percent, load.join());
        }
    }
    // @end

    private static int percentAt(int look) {
        return STAGES.stream().filter(stage -> look <= stage.untilLook()).findFirst().orElseThrow().percent();
    }

    private void awaitBothArms(Load load, int requests) throws InterruptedException {
        while (Math.min(traffic.sample(Arm.BASELINE).requests(), traffic.sample(Arm.CANARY).requests()) < requests) {
            load.awaitMore(BATCH);
        }
    }

    /// The requests of each user while one of two replicas is new, as in the middle of a rolling update: each request
    /// goes to the next replica, whoever sent it.
    ///
    /// @param requests of each user
    Outcome rolling(int requests) throws InterruptedException {
        var turn = new AtomicInteger();
        Function<String, Arm> inTurn = user -> turn.getAndIncrement() % 2 == 0 ? Arm.STABLE : Arm.CANARY;
        proxy.route(inTurn);
        return outcome(Verdict.CONTINUE, 50, Load.run(CLIENTS, requests * USERS, traffic));
    }

    private Outcome outcome(Verdict verdict, int percent, Ledger ledger) {
        var effects = members.stream().flatMap(member -> member.effects().stream()).toList();
        return new Outcome(verdict, percent, ledger.balance(effects), traffic.sample(Arm.CANARY).requests(),
                traffic.usersOfCanary(), traffic.usersHit(), traffic.mostChanges());
    }

    @Override
    public void close() {
        traffic.close();
        proxy.close();
    }
}
