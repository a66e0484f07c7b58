package handbook.deployment.zerodowntime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.deployment.zerodowntime.Balancer.Retries;
import handbook.deployment.zerodowntime.DrainService.Fault;
import handbook.deployment.zerodowntime.RollingUpdate.Patience;
import handbook.deployment.zerodowntime.RollingUpdate.Stop;
import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import handbook.support.example.Size;
import handbook.support.net.Ledger;
import handbook.support.net.Ledger.Balance;
import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What does an old process have to do, and in which order, so that nobody notices that it goes?
///
/// *Predict*: clients send POSTs through a proxy while old replicas are replaced by new ones. How many requests fail
/// when the old ones are killed? When they get SIGTERM and shut down gracefully? What does a proxy that repeats
/// change?
///
/// *Run*: `mvn -q compile exec:exec@deploy-rolling-drain -pl group-d-deployment -am [-Dargs="--retries=1"]`
///
/// *Why*: a killed process takes along what it was working on. A graceful shutdown finishes that, but the proxy does
/// not know of it, sends on, and is refused. Only when the proxy has stopped first, and has its answers, nothing is
/// left to fail. Repeating a POST that broke hides the failure from the client, but the first one may have taken
/// effect.
///
/// The captured output lies in `docs/output/deploy-rolling-drain.txt`.
@Command(name = "deploy-rolling-drain", description = "a rolling update: kill, graceful shutdown only, drain first")
public final class RollingDrainExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(RollingDrainExample.class);
    private static final int CLIENTS = 8;
    private static final long AT_MOST = 100_000;
    private static final int MOST_ALIVE = 4;
    private static final int CELLS = 40;
    private static final Duration LONG = Duration.ofSeconds(30);

    @Size(usual = 2, quick = 1, max = 2)
    @Option(names = "--replicas", paramLabel = "N", description = "old replicas, each replaced by a new one")
    int replicas;

    @Size(usual = 600, quick = 100, min = 100, max = 20_000)
    @Option(names = "--requests", paramLabel = "REQUESTS", description = "requests in each act, at least")
    int requests;

    @Size(usual = 0, quick = 0, min = 0, max = 5)
    @Option(names = "--retries", paramLabel = "TIMES", description = "how often the proxy repeats what broke")
    int retries;

    @Option(names = "--fault", paramLabel = "FAULT", defaultValue = "NONE", description = "drain first, with a new"
            + " version that is NEVER_READY or CRASHES, or an old one that IGNORES_SIGTERM")
    Fault fault = Fault.NONE;

    /// One act.
    ///
    /// @param ledger what the clients saw
    /// @param balance held against what took effect
    /// @param events what was not as planned
    /// @param failure why the roll-out was given up, if it was
    record Act(Ledger ledger, Balance balance, List<String> events, @Nullable Failure failure) {}

    private record Played(Ledger ledger, List<String> events, @Nullable Failure failure) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new RollingDrainExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        printOrigin();
        LOG.info("The proxy repeats {}.", retries == 0 ? "nothing" : "what broke, also a POST");
        var acts = fault == Fault.NONE
                ? run(List.of(Stop.values()), replicas, requests, new Retries(retries, true), Fault.NONE)
                : run(List.of(Stop.DRAIN_FIRST), replicas, requests, new Retries(retries, true), fault);
        print(acts);
        conclude(acts);
    }

    /// Prints what was not as planned.
    ///
    /// @throws Failure when a roll-out was given up
    static void conclude(Map<Stop, Act> acts) {
        for (var act : acts.values()) {
            act.events().forEach(LOG::info);
            if (act.failure() instanceof Failure failure) {
                throw failure;
            }
        }
    }

    /// Plays the acts one after the other: the new replicas of one are the old ones of the next.
    static Map<Stop, Act> run(List<Stop> stops, int replicas, int requests, Retries retries, Fault fault)
            throws InterruptedException {
        var played = new EnumMap<Stop, Played>(Stop.class);
        var all = new ArrayList<Replica>();
        try {
            boolean allAtOnce = replicas * (stops.size() + 1) <= MOST_ALIVE;
            var generations = new ArrayList<List<Replica>>();
            for (int act = 0; act < stops.size(); act++) {
                while (generations.size() < (allAtOnce ? stops.size() + 1 : act + 2)) {
                    generations.add(start(replicas, generations.isEmpty(), fault, all));
                }
                generations.get(act + 1).forEach(Replica::address); // the load need not run while they start
                played.put(stops.get(act), play(stops.get(act), generations.get(act), generations.get(act + 1),
                        retries, patience(fault), requests));
            }
            return balance(played, all.stream().flatMap(replica -> replica.effects().stream()).toList());
        } finally {
            all.forEach(Replica::close);
        }
    }

    /// Short where the fault is certain to need all of it.
    private static Patience patience(Fault fault) {
        return new Patience(fault == Fault.NEVER_READY ? Duration.ofMillis(500) : LONG,
                fault == Fault.IGNORES_SIGTERM ? Duration.ofSeconds(1) : LONG);
    }

    private static List<Replica> start(int count, boolean old, Fault fault, List<Replica> all) {
        var own = old == (fault == Fault.IGNORES_SIGTERM) ? fault : Fault.NONE;
        var started = new ArrayList<Replica>();
        for (int i = 1; i <= count; i++) {
            started.add(Replica.start((old ? "old " : "new ") + i, own));
            all.add(started.getLast());
        }
        return started;
    }

    private static Played play(Stop stop, List<Replica> old, List<Replica> fresh, Retries retries, Patience patience,
            int requests) throws InterruptedException {
        try (var balancer = new Balancer(retries); var posts = new Posts(balancer.address(), stop.name() + " ")) {
            var rollout = new RollingUpdate(balancer, patience, old);
            try (var load = Load.start(CLIENTS, AT_MOST, Duration.ZERO, posts)) {
                var failure = replaceAll(rollout, stop, old, fresh, load);
                load.ledger().awaitSize(requests);
                load.stopSending();
                return new Played(load.join(), rollout.events(), failure);
            }
        }
    }

    private static @Nullable Failure replaceAll(RollingUpdate rollout, Stop stop, List<Replica> old,
            List<Replica> fresh, Load load) throws InterruptedException {
        try {
            for (int i = 0; i < old.size(); i++) {
                rollout.replace(old.get(i), fresh.get(i), stop, load);
            }
            return null;
        } catch (Failure e) {
            return e;
        }
    }

    private static Map<Stop, Act> balance(Map<Stop, Played> played, List<String> effects) {
        var acts = new EnumMap<Stop, Act>(Stop.class);
        played.forEach((stop, act) -> {
            var ids = effects.stream().filter(id -> id.startsWith(stop.name()))
                    .map(id -> Long.valueOf(id.substring(stop.name().length() + 1))).collect(Collectors.toList());
            acts.put(stop, new Act(act.ledger(), act.ledger().balance(ids), act.events(), act.failure()));
        });
        return acts;
    }

    private static void print(Map<Stop, Act> acts) {
        var table = new Table("an old replica goes by", "failures, over the act's requests", "requests", "failed",
                "yet took effect", "doubled");
        acts.forEach((stop, act) -> table.row(stop, strip(act.ledger().entries()), act.balance().sent(),
                act.balance().failed(), act.balance().failedYetDone(), act.balance().doubled()));
        table.print(LOG::info);
        acts.forEach((stop, act) -> LOG.info("{}: {}.", stop, verdict(act.balance())));
    }

    static String verdict(Balance balance) {
        var found = new StringJoiner(", ").setEmptyValue("nobody noticed, each request took effect once");
        if (balance.failed() > 0) {
            found.add("clients noticed");
        }
        if (balance.doubled() > 0) {
            found.add("requests took effect twice");
        }
        if (balance.missing() > 0) {
            found.add("requests were answered without an effect");
        }
        return found.toString();
    }

    private static String strip(List<Ledger.Entry> entries) {
        return IntStream.range(0, CELLS).mapToObj(cell -> entries
                .subList(entries.size() * cell / CELLS, entries.size() * (cell + 1) / CELLS).stream()
                .anyMatch(entry -> entry.outcome() != Outcome.DONE) ? Glyphs.block() : Glyphs.dot())
                .collect(Collectors.joining());
    }
}
