package handbook.deployment.zerodowntime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.deployment.zerodowntime.CanaryJudge.Threshold;
import handbook.deployment.zerodowntime.CanaryJudge.Verdict;
import handbook.deployment.zerodowntime.CanaryRollout.Outcome;
import handbook.deployment.zerodowntime.CanarySimulation.Result;
import handbook.deployment.zerodowntime.CanarySimulation.Version;
import handbook.deployment.zerodowntime.TwoProportionJudge.Looks;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// When may a canary be promoted, and when is it rolled back?
///
/// *Predict*: the old version fails 1 % of its requests. Four judges look at a new one ten times. Of 1,000 new versions
/// that are just as good, how many does each roll back? Of 1,000 with five times the errors, how many does it miss?
///
/// *Run*: `mvn -q compile exec:exec@deploy-canary-judge -pl group-d-deployment -am [-Dargs="--errors=3"]`
///
/// *Why*: a fixed line mistakes chance for a fault while the requests are few. A test of the difference allows for
/// chance, but each further look is another chance to be wrong, so its bound must allow for the looks. And it is fair
/// only between versions of the same age: a fresh process is cold, the old fleet is not.
///
/// The captured output lies in `docs/output/deploy-canary-judge.txt`.
@Command(name = "deploy-canary-judge", description = "a canary: who meets it, and four judges of its errors")
public final class CanaryJudgeExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(CanaryJudgeExample.class);
    private static final long SEED = 1;

    /// What the sequential judge needs to find five times the errors as surely as one look at 280 does.
    static final int PER_ARM = 360;
    static final CanaryJudge THRESHOLD = new Threshold(0.02);
    static final CanaryJudge ONE_LOOK = new TwoProportionJudge(Looks.LAST, TwoProportionJudge.ONE_LOOK);
    static final CanaryJudge PEEKING = new TwoProportionJudge(Looks.EACH, TwoProportionJudge.ONE_LOOK);
    static final CanaryJudge SEQUENTIAL = new TwoProportionJudge(Looks.EACH, TwoProportionJudge.TEN_LOOKS);
    static final Version OLD = Version.warm(0.01);
    static final Version WORSE = Version.warm(0.05);
    /// Just as good as the old version, once it is warm.
    static final Version COLD = new Version(0.01, 0.30, 30);

    @Size(usual = 1_000, quick = 200, max = 100_000)
    @Option(names = "--runs", paramLabel = "RUNS", description = "simulated canaries")
    int runs;

    @Size(usual = 5, quick = 50, min = 0, max = 100)
    @Option(names = "--errors", paramLabel = "PERCENT", description = "errors of the bad version in the live run")
    int errors;

    @Size(usual = PER_ARM, quick = 30, min = 30, max = 2_000)
    @Option(names = "--requests", paramLabel = "N", description = "requests per arm in the live run, at most")
    int requests;

    @Size(usual = 3, quick = 1, max = 20)
    @Option(names = "--rounds", paramLabel = "ROUNDS", description = "requests of each user in the rolling update")
    int rounds;

    /// A judge's results with equal and with worse versions.
    record Row(Result equal, Result worse) {}

    /// An identical but cold version, compared with the warm fleet and with a fresh copy of the old version.
    record Cold(Result withWarm, Result withFresh) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new CanaryJudgeExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        printOrigin("seed " + SEED);
        printSimulated(simulate(runs));
        LOG.info("");
        printCold(cold(runs));
        LOG.info("");
        printLive(live(errors, requests, rounds));
    }

    static CanarySimulation simulation() {
        return new CanarySimulation(PER_ARM, SEED);
    }

    static Map<String, Row> simulate(int runs) {
        var rows = new LinkedHashMap<String, Row>();
        rows.put("more than 2 % errors, ten looks", row(runs, THRESHOLD));
        rows.put("z above 1.960, ten looks", row(runs, PEEKING));
        rows.put("z above 2.555, ten looks", row(runs, SEQUENTIAL));
        rows.put("z above 1.960, one look", row(runs, ONE_LOOK));
        return rows;
    }

    private static Row row(int runs, CanaryJudge judge) {
        return new Row(simulation().play(runs, judge, OLD, OLD), simulation().play(runs, judge, OLD, WORSE));
    }

    static Cold cold(int runs) {
        return new Cold(simulation().play(runs, SEQUENTIAL, OLD, COLD),
                simulation().play(runs, SEQUENTIAL, COLD, COLD));
    }

    /// What was rolled out, and how it went.
    static Map<String, Outcome> live(int errors, int requestsPerArm, int rounds) throws InterruptedException {
        var outcomes = new LinkedHashMap<String, Outcome>();
        try (var fleet = new CanaryFleet(IntStream.of(CanaryFleet.USUAL_ERRORS, errors).distinct().toArray())) {
            try (var good = new CanaryRollout(fleet, CanaryFleet.USUAL_ERRORS)) {
                outcomes.put("good, canary", good.canary(SEQUENTIAL, requestsPerArm));
            }
            try (var bad = new CanaryRollout(fleet, errors)) {
                outcomes.put("bad, canary", bad.canary(SEQUENTIAL, requestsPerArm));
            }
            try (var bad = new CanaryRollout(fleet, errors)) {
                outcomes.put("bad, rolling", bad.rolling(rounds));
            }
        }
        return outcomes;
    }

    private void printSimulated(Map<String, Row> rows) {
        LOG.info("Simulated: {} canaries each, up to {} requests per arm, the old version fails 1 %.",
                Figures.count(runs), PER_ARM);
        var table = new Table("rolls back when", "equal: rolled back", "5 % errors: missed", "requests per arm then");
        rows.forEach((judge, row) -> table.row(judge, Figures.percent(row.equal().share()),
                Figures.percent(1 - row.worse().share()), Figures.decimal(row.worse().requestsPerRun(), 0)));
        table.print(LOG::info);
    }

    private static void printCold(Cold cold) {
        LOG.info("An identical version whose first requests fail more often, because it is cold (z above 2.555):");
        var table = new Table("compared with", "rolled back");
        table.row("the old fleet, warm", Figures.percent(cold.withWarm().share()));
        table.row("the old version, started with it", Figures.percent(cold.withFresh().share()));
        table.print(LOG::info);
    }

    private void printLive(Map<String, Outcome> outcomes) {
        LOG.info("Live: processes behind a proxy, {} % errors in the good version, {} % in the bad one.",
                CanaryFleet.USUAL_ERRORS, errors);
        var table = new Table("new version", "up to", "requests", "to the new", "users who met it", "met its errors",
                "changes for one user");
        outcomes.forEach((name, outcome) -> table.row(name, outcome.percent() + " %", outcome.balance().sent(),
                outcome.toNew(), outcome.users(), outcome.usersHit(), outcome.mostChanges()));
        table.print(LOG::info);
        outcomes.forEach((name, outcome) -> {
            if (outcome.verdict() != Verdict.CONTINUE) {
                LOG.info("{}: {}.", name, outcome.verdict() == Verdict.GOOD ? "promoted" : "rolled back");
            }
        });
        LOG.info("Requests without an answer: {}.", outcomes.values().stream().mapToInt(o -> o.balance().lost()).sum());
    }
}
