package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import handbook.support.example.Size;
import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;
import handbook.support.net.Load.Answer;
import handbook.support.process.ChildJvm;
import handbook.support.server.Redis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Everybody is logged in, and one of three instances is killed. Who is still logged in?
///
/// *Predict*: for sessions in memory with a sticky balancer, in Redis, and in a signed token: how many of the clients?
///
/// *Run*: `mvn -q compile exec:exec@lb-sticky -pl group-e-scalability -am`
///
/// *Why*: stickiness keeps a client with its session; it does not keep the session. `kill -9` takes the sessions in that
/// process's memory along, whatever the balancer does. Where the session lies in Redis or with the client, any instance
/// can answer. An instance that is drained first loses no request, but sessions in its memory it loses all the same. The
/// output lies in `docs/output/lb-sticky.txt`.
@Command(name = "lb-sticky", description = "Kills and drains an instance under logged-in clients.")
public final class StickyExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(StickyExample.class);
    private static final int INSTANCES = 3;
    private static final int KILLED = 1;
    private static final int DRAINED = 2;
    private static final int THREADS = 4;
    private static final List<String> SMALL = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final Pool.Rules EJECT = new Pool.Rules(1, Duration.ofMinutes(5), 0);

    @Parameters(index = "0", arity = "0..1", paramLabel = "CLIENTS", description = "clients of each kind of session")
    @Size(usual = 60, quick = 12, min = 12, max = 1_000)
    int clients;

    /// One way to keep sessions, and what became of them.
    ///
    /// @param store where they lie: `memory`, `redis` or `signed`
    /// @param policy which instance answers a client
    /// @param known clients that the service knew by their next request after the login
    /// @param atKilled clients that had logged in at the instance that was killed
    /// @param knownAfter clients that it still knew after the kill
    record Row(String store, Policy policy, int known, int atKilled, int knownAfter) {}

    /// The requests that ran while an instance was drained and stopped.
    ///
    /// @param sent requests, each with one outcome
    /// @param failed those without a 200
    record Drained(int sent, int failed) {}

    /// All figures.
    ///
    /// @param rows the ways to keep sessions
    /// @param drained the requests during the drain
    record Result(List<Row> rows, Drained drained) {}

    public static void main(String[] args) {
        ExampleRunner.main(new StickyExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var redis = Redis.open()) {
            printOrigin(redis);
            var result = run(redis, clients);
            LOG.info("{} clients log in and come again; then one of three instances dies by kill -9:", clients);
            var table = new Table("sessions", "balancer", "known", "logged in at the killed one", "known after");
            for (var row : result.rows) {
                table.row(row.store, row.policy, row.known, row.atKilled, row.knownAfter);
            }
            table.print(LOG::info);
            LOG.info("Another instance is drained and stopped under load: {} requests, {} failed.",
                    result.drained.sent, result.drained.failed);
        }
    }

    // @start region=sticky
    static Result run(Redis redis, int clients) throws IOException, InterruptedException {
        var instances = start(redis);
        try (var sticky = new Front(instances, Policy.RING);
                var free = new Front(instances, Policy.TWO_CHOICES);
                var caller = new Caller()) {
            var groups = List.of(new Group("memory", free, caller, clients),
                    new Group("memory", sticky, caller, clients),
                    new Group("redis", sticky, caller, clients), new Group("signed", free, caller, clients));
            for (var group : groups) {
                group.login();
            }
            var known = new ArrayList<Integer>();
            for (var group : groups) {
                known.add(group.known());
            }
            instances.get(KILLED).jvm.kill();
            var rows = new ArrayList<Row>();
            for (var group : groups) {
                rows.add(new Row(group.store, group.front.policy, known.get(rows.size()),
                        group.loggedInAt(instances.get(KILLED).port), group.known()));
            }
            return new Result(rows, drain(groups.getLast(), instances.get(DRAINED)));
        } finally {
            instances.forEach(instance -> instance.jvm.close());
        }
    }

    private static Drained drain(Group group, Instance leaving) throws InterruptedException {
        var front = group.front;
        try (var load = Load.start(THREADS, 1_000_000, Duration.ZERO, group::me)) {
            load.awaitMore(50);
            // no new requests, and the last old one has its answer
            front.pool.drain(front.backends.get(DRAINED)).orTimeout(1, TimeUnit.MINUTES).join();
            leaving.jvm.terminate();
            leaving.jvm.join();
            load.awaitMore(50);
            load.stopSending();
            var ledger = load.join();
            return new Drained(ledger.size(), ledger.size() - ledger.count(Outcome.DONE));
        }
    }
    // @end

    /// One instance of the service.
    private record Instance(ChildJvm jvm, int port) {}

    private static List<Instance> start(Redis redis) {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        var jvms = new ArrayList<ChildJvm>();
        try {
            for (int i = 0; i < INSTANCES; i++) {
                jvms.add(ChildJvm.start(SessionInstance.class, SMALL, redis.prefix()));
                jvms.getLast().writeLine(HexFormat.of().formatHex(key));
                jvms.getLast().writeLine(redis.uri());
            }
            return jvms.stream().map(jvm -> new Instance(jvm, Integer.parseInt(jvm.awaitLine("READY ")))).toList();
        } catch (Failure e) {
            jvms.forEach(ChildJvm::close);
            throw e;
        }
    }

    /// A balancer before all instances.
    private static final class Front implements AutoCloseable {
        private final Policy policy;
        private final List<Backend> backends;
        private final Pool pool;
        private final Proxy proxy;

        Front(List<Instance> instances, Policy policy) throws IOException {
            this.policy = policy;
            backends = Backend.at(instances.stream().map(Instance::port).toList());
            pool = new Pool(backends, all -> policy.over(all, n -> ThreadLocalRandom.current().nextInt(n)), EJECT,
                    System::nanoTime);
            proxy = new Proxy(pool, Duration.ofMinutes(1));
        }

        @Override
        public void close() {
            proxy.close();
        }
    }

    /// Clients that use the service through one balancer.
    private static final class Group {
        private final String store;
        private final Front front;
        private final Caller caller;
        private final int clients;
        private final Map<Long, String> tokens = new ConcurrentHashMap<>();
        private final Map<Long, Integer> instances = new ConcurrentHashMap<>();

        Group(String store, Front front, Caller caller, int clients) {
            this.store = store;
            this.front = front;
            this.caller = caller;
            this.clients = clients;
        }

        void login() throws InterruptedException {
            var ledger = Load.run(THREADS, clients, id -> {
                var answer = caller.send("GET", front.proxy.port(), "/" + store + "/login", Proxy.KEY, "client-" + id);
                tokens.put(id, answer.body());
                instances.put(id, Integer.parseInt(answer.headers().firstValue("X-Instance").orElse("0")));
                return new Answer(answer.statusCode() == 200, "");
            });
            if (ledger.count(Outcome.DONE) != clients) {
                throw new IllegalStateException("not every login went well: " + ledger.entries());
            }
        }

        int known() throws InterruptedException {
            return Load.run(THREADS, clients, this::me).count(Outcome.DONE);
        }

        Answer me(long id) throws IOException, InterruptedException {
            long client = 1 + id % clients;
            return caller.get(front.proxy.port(), "/" + store + "/me", Proxy.KEY, "client-" + client, "X-Token",
                    tokens.getOrDefault(client, ""));
        }

        int loggedInAt(int port) {
            return (int) instances.values().stream().filter(instance -> instance == port).count();
        }
    }
}
