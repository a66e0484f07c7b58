package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;
import io.vertx.core.net.endpoint.LoadBalancer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One of four instances is twenty times slower than the others. Which policy notices, and what must it know?
///
/// *Predict*: who wins when the loads it sees are five service times old: the one that looks at all of them, the one that
/// looks at two, or the ones that look at none?
///
/// *Run*: `mvn -q compile exec:exec@lb-policies -pl group-e-scalability -am`
///
/// *Why*: round robin gives the slow instance its quarter, and every client waits in that queue in turn. Whoever looks at
/// requests in flight sees the queue. But with old figures everybody sends to the same server, the one that was idle at
/// the last look, until the next look: the herd. Two choices see too little to run together. The output lies in
/// `docs/output/lb-policies.txt`.
@Command(name = "lb-policies", description = "Balances load by several policies, over real back ends and in virtual time.")
public final class PoliciesExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(PoliciesExample.class);
    private static final int CLIENTS = 16;
    private static final int WORKERS = 2;
    private static final int SLOW = 0;
    private static final int SLOW_MILLIS = 40;
    private static final int HEALTHY_MILLIS = 2;
    private static final List<Policy> POLICIES = List.of(Policy.LEAST_LOADED, Policy.RANDOM, Policy.ROUND_ROBIN,
            Policy.TWO_CHOICES);
    private static final List<Double> AGES = List.of(0.0, 1.0, 5.0, 20.0);

    @Parameters(index = "0", arity = "0..1", paramLabel = "REQUESTS", description = "requests for each policy over HTTP")
    @Size(usual = 400, quick = 40, min = 40, max = 4_000)
    int requests;

    @Option(names = "--simulated", paramLabel = "SIMULATED", description = "requests for each policy in virtual time")
    @Size(usual = 200_000, quick = 20_000, min = 20_000, max = 4_000_000)
    int simulated;

    @Option(names = "--seed", paramLabel = "SEED", description = "for what is random in virtual time")
    @Size(usual = 42, quick = 42, min = 0, max = Integer.MAX_VALUE)
    int seed;

    /// What real back ends were sent under one policy.
    ///
    /// @param served requests of each back end
    /// @param median half of the requests took no longer, in nanoseconds
    /// @param p99 99 of 100 requests took no longer, in nanoseconds
    record Real(List<Integer> served, long median, long p99) {}

    public static void main(String[] args) {
        ExampleRunner.main(new PoliciesExample(), args);
    }

    @Override
    public void call() throws Exception {
        printOrigin();
        printHttp(overHttp(requests));
        printAges(p99ByAge(simulated, seed));
        printGrpc(GrpcCalls.run(3, 301, null, 1), GrpcCalls.run(3, 301, "round_robin", 3));
    }

    // @start region=real
    static Map<String, Real> overHttp(int requests) throws IOException, InterruptedException {
        var results = new LinkedHashMap<String, Real>();
        for (var policy : List.of(Policy.ROUND_ROBIN, Policy.LEAST_LOADED, Policy.TWO_CHOICES)) {
            try (var fleet = fleet();
                    var proxy = new Proxy(
                            new Pool(fleet.backends(), all -> policy.over(all, PoliciesExample::random),
                                    Pool.Rules.NONE, System::nanoTime),
                            Duration.ofMinutes(1))) {
                results.put("whiteboard, " + policy, load(fleet, proxy.port(), requests));
            }
        }
        results.put("Vert.x, round robin", overVertx(LoadBalancer.ROUND_ROBIN, requests));
        results.put("Vert.x, two choices", overVertx(LoadBalancer.POWER_OF_TWO_CHOICES, requests));
        return results;
    }

    private static Real overVertx(LoadBalancer policy, int requests) throws IOException, InterruptedException {
        try (var fleet = fleet(); var proxy = new VertxProxy(fleet.ports(), policy)) {
            return load(fleet, proxy.port(), requests);
        }
    }
    // @end

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    /// Four instances with two workers each; in one of them the work takes twenty times as long.
    private static Fleet fleet() throws IOException {
        var workers = new ArrayList<Semaphore>();
        for (int i = 0; i < 4; i++) {
            workers.add(new Semaphore(WORKERS, true));
        }
        return new Fleet(4, (instance, path) -> {
            workers.get(instance).acquire();
            try {
                Thread.sleep(instance == SLOW ? SLOW_MILLIS : HEALTHY_MILLIS); // the work
                return 200;
            } finally {
                workers.get(instance).release();
            }
        });
    }

    private static Real load(Fleet fleet, int port, int requests) throws IOException, InterruptedException {
        try (var caller = new Caller()) {
            var ledger = Load.run(CLIENTS, requests, id -> caller.get(port, "/"));
            var served = fleet.served();
            if (ledger.count(Outcome.DONE) != requests) {
                throw new IllegalStateException("not every request was answered: " + ledger.entries());
            }
            var times = ledger.entries().stream().mapToLong(entry -> entry.nanos()).sorted().toArray();
            return new Real(served, times[requests / 2], times[(int) (requests * 0.99)]);
        }
    }

    /// The p99 of each policy, in service times, for each time between two looks at the loads.
    static Map<Policy, List<Double>> p99ByAge(int requests, long seed) {
        var results = new LinkedHashMap<Policy, List<Double>>();
        for (var policy : POLICIES) {
            results.put(policy, AGES.stream()
                    .map(age -> Simulation.equalServers(16, 0.9, age, requests, seed).run(policy).p99()).toList());
        }
        return results;
    }

    private static void printHttp(Map<String, Real> results) {
        LOG.info("Requests to each of four back ends, b0 with {} ms of work, the others with {} ms; {} clients:",
                SLOW_MILLIS, HEALTHY_MILLIS, CLIENTS);
        var table = new Table("proxy and policy", "b0", "b1", "b2", "b3", "median", "p99");
        results.forEach((name, real) -> table.row(name, real.served.get(0), real.served.get(1), real.served.get(2),
                real.served.get(3), Figures.time(real.median), Figures.time(real.p99)));
        table.print(LOG::info);
    }

    private static void printAges(Map<Policy, List<Double>> results) {
        LOG.info(
                "In virtual time: 16 equal servers at 90 % load; p99 in service times, by the time between two looks at the loads:");
        var table = new Table("policy", "fresh", "every 1", "every 5", "every 20");
        var bars = new Bars();
        results.forEach((policy, p99) -> {
            table.row(policy, tenth(p99.get(0)), tenth(p99.get(1)), tenth(p99.get(2)), tenth(p99.get(3)));
            bars.bar(policy.toString(), p99.get(2), tenth(p99.get(2)));
        });
        table.print(LOG::info);
        LOG.info("Refreshed every 5:");
        bars.print(LOG::info);
        LOG.info("Best with fresh figures: {}. Best every 5: {}. Worst every 5: {}.", best(results, 0, 1),
                best(results, 2, 1), best(results, 2, -1));
    }

    private static String tenth(double value) {
        return Figures.decimal(value, 1);
    }

    private static Policy best(Map<Policy, List<Double>> results, int age, int sign) {
        return Collections.min(results.entrySet(), Comparator.comparingDouble(row -> sign * row.getValue().get(age)))
                .getKey();
    }

    private static void printGrpc(SortedMap<String, Integer> pickFirst, SortedMap<String, Integer> roundRobin) {
        LOG.info("301 gRPC calls of one client, three servers:");
        var table = new Table("gRPC policy", "s0", "s1", "s2");
        table.row(row("pick_first (default)", pickFirst));
        table.row(row("round_robin", roundRobin));
        table.print(LOG::info);
    }

    private static Object[] row(String policy, SortedMap<String, Integer> calls) {
        return Stream.concat(Stream.of(policy), calls.values().stream()).toArray();
    }
}
