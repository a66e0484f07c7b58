package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.net.Ledger;
import handbook.support.net.Ledger.Entry;
import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One of ten instances answers 500, and at once. How many requests does it get, and what keeps them away?
///
/// *Predict*: does it get more than its tenth, or less, from a balancer that prefers the least loaded?
///
/// *Run*: `mvn -q compile exec:exec@lb-black-hole -pl group-e-scalability -am`
///
/// *Why*: to fail takes no time, so the broken instance always looks idle: the policy that knows the loads feeds it. What
/// it must be told is the outcome: three failures in a row take the instance out. The same trust in health turns against
/// the service when all probes ask the same database. The output lies in `docs/output/lb-black-hole.txt`.
@Command(name = "lb-black-hole", description = "Shows how a broken instance attracts requests, and what stops it.")
public final class BlackHoleExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(BlackHoleExample.class);
    private static final int INSTANCES = 10;
    private static final int BROKEN = 0;
    private static final int WORK_MILLIS = 5;
    private static final int CLIENTS = 7;
    private static final int PARTS = 5;
    private static final int PROBED_REQUESTS = 100;
    private static final Pool.Rules EJECT = new Pool.Rules(3, Duration.ofMinutes(1), 0);

    @Parameters(index = "0", arity = "0..1", paramLabel = "REQUESTS", description = "requests for each policy over HTTP")
    @Size(usual = 2_000, quick = 200, min = 200, max = 20_000)
    int requests;

    @Option(names = "--simulated", paramLabel = "SIMULATED", description = "requests for each policy in virtual time")
    @Size(usual = 200_000, quick = 20_000, min = 20_000, max = 4_000_000)
    int simulated;

    @Option(names = "--seed", paramLabel = "SEED", description = "for what is random in virtual time")
    @Size(usual = 42, quick = 42, min = 0, max = Integer.MAX_VALUE)
    int seed;

    /// What came of a load.
    ///
    /// @param sent requests, each with one outcome
    /// @param errors requests that were refused
    /// @param toBroken requests that the broken instance saw
    /// @param errorsByPart errors in each fifth of the run
    /// @param lastError the number of the last request that failed; 0 if none did
    record Real(int sent, int errors, int toBroken, List<Integer> errorsByPart, long lastError) {}

    public static void main(String[] args) {
        ExampleRunner.main(new BlackHoleExample(), args);
    }

    @Override
    public void call() throws Exception {
        printOrigin();
        printShares(lostInVirtualTime(simulated, seed));
        printReal(overHttp(requests));
        printProbes(sharedDependency());
    }

    /// The share of the requests that the broken one of ten servers gets, at 70 % load.
    static Map<Policy, Double> lostInVirtualTime(int requests, long seed) {
        var meanTimes = new ArrayList<>(Collections.nCopies(INSTANCES, 1.0));
        meanTimes.set(BROKEN, 0.0);
        var simulation = new Simulation(meanTimes, 0.7 * INSTANCES, 0, requests, seed);
        var lost = new LinkedHashMap<Policy, Double>();
        for (var policy : List.of(Policy.ROUND_ROBIN, Policy.TWO_CHOICES, Policy.LEAST_LOADED)) {
            lost.put(policy, simulation.run(policy).shares().get(BROKEN));
        }
        return lost;
    }

    // @start region=black-hole
    static Map<String, Real> overHttp(int requests) throws IOException, InterruptedException {
        var results = new LinkedHashMap<String, Real>();
        results.put("round robin", load(Policy.ROUND_ROBIN, Pool.Rules.NONE, requests));
        results.put("least loaded", load(Policy.LEAST_LOADED, Pool.Rules.NONE, requests));
        results.put("least loaded, three failures eject", load(Policy.LEAST_LOADED, EJECT, requests));
        return results;
    }
    // @end

    private static Real load(Policy policy, Pool.Rules rules, int requests) throws IOException, InterruptedException {
        try (var fleet = new Fleet(INSTANCES, BlackHoleExample::serve);
                var proxy = proxy(pool(fleet, policy, rules));
                var caller = new Caller()) {
            var ledger = Load.run(CLIENTS, requests, id -> caller.get(proxy.port(), "/"));
            var served = fleet.served();
            if (served.stream().mapToInt(n -> n).sum() != ledger.size()) {
                throw new IllegalStateException(ledger.size() + " requests were sent, the instances saw " + served);
            }
            return new Real(ledger.size(), ledger.count(Outcome.REFUSED) + ledger.count(Outcome.LOST),
                    served.get(BROKEN), byPart(ledger), ledger.entries().stream()
                            .filter(entry -> entry.outcome() != Outcome.DONE).mapToLong(Entry::id).max().orElse(0));
        }
    }

    private static int serve(int instance, String path) throws InterruptedException {
        if (instance == BROKEN) {
            return 500;
        }
        Thread.sleep(WORK_MILLIS); // the work
        return 200;
    }

    private static List<Integer> byPart(Ledger ledger) {
        var errors = new ArrayList<>(Collections.nCopies(PARTS, 0));
        for (var entry : ledger.entries()) {
            if (entry.outcome() != Outcome.DONE) {
                int part = (int) ((entry.id() - 1) * PARTS / ledger.size());
                errors.set(part, errors.get(part) + 1);
            }
        }
        return errors;
    }

    private static Pool pool(Fleet fleet, Policy policy, Pool.Rules rules) {
        return new Pool(fleet.backends(), all -> policy.over(all, n -> ThreadLocalRandom.current().nextInt(n)), rules,
                System::nanoTime);
    }

    private static Proxy proxy(Pool pool) throws IOException {
        return new Proxy(pool, Duration.ofMinutes(1));
    }

    // @start region=probe
    /// The database is away. The page does not need it, the deep probe asks for it: how many requests are answered?
    static Map<String, Integer> sharedDependency() throws IOException, InterruptedException {
        var answered = new LinkedHashMap<String, Integer>();
        answered.put("asks the database", probed("/healthy-with-database", 0));
        answered.put("asks the database, panic below 50 %", probed("/healthy-with-database", 0.5));
        answered.put("asks the instance alone", probed("/alive", 0));
        return answered;
    }
    // @end

    private static int probed(String path, double panicBelow) throws IOException, InterruptedException {
        try (var fleet = new Fleet(INSTANCES, (instance, asked) -> asked.equals("/healthy-with-database") ? 503 : 200);
                var caller = new Caller()) {
            var pool = pool(fleet, Policy.ROUND_ROBIN, new Pool.Rules(3, Duration.ofMinutes(1), panicBelow));
            try (var proxy = proxy(pool)) {
                pool.probe(probe(caller, path));
                return Load.run(CLIENTS, PROBED_REQUESTS, id -> caller.get(proxy.port(), "/page"))
                        .count(Outcome.DONE);
            }
        }
    }

    private static Predicate<Backend> probe(Caller caller, String path) {
        return backend -> {
            try {
                return caller.get(backend.uri().getPort(), path).success();
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    private static void printShares(Map<Policy, Double> lost) {
        LOG.info("In virtual time: one of ten servers fails at once, 70 % load; requests lost there:");
        var bars = new Bars();
        lost.forEach((policy, share) -> bars.bar(policy.toString(), share, Figures.percent(share)));
        bars.print(LOG::info);
    }

    private static void printReal(Map<String, Real> results) {
        LOG.info(
                "Over HTTP: b0 answers 500 at once, the others work for {} ms; {} clients; errors by fifths of the run:",
                WORK_MILLIS, CLIENTS);
        var table = new Table("policy", "sent", "seen by b0", "errors", "1st", "2nd", "3rd", "4th", "5th");
        results.forEach((name, real) -> {
            var parts = real.errorsByPart;
            table.row(name, real.sent, real.toBroken, real.errors, parts.get(0), parts.get(1), parts.get(2),
                    parts.get(3), parts.get(4));
        });
        table.print(LOG::info);
        var ejected = List.copyOf(results.values()).getLast();
        LOG.info("With ejection the last error was request {} of {}.", ejected.lastError,
                Figures.count(ejected.sent));
    }

    private static void printProbes(Map<String, Integer> answered) {
        LOG.info("The database is away, all instances could serve without it; {} requests each:", PROBED_REQUESTS);
        var table = new Table("health check", "answered", "refused");
        answered.forEach((name, count) -> table.row(name, count, PROBED_REQUESTS - count));
        table.print(LOG::info);
    }
}
