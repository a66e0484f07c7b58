package handbook.core.asyncawait;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.asyncawait.Fanout.Call;
import handbook.core.asyncawait.Fanout.Job;
import handbook.support.console.Figures;
import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What do futures, virtual threads and a task scope gain over one call after the other, where calls wait and where
/// they compute?
///
/// *Predict*: a server answers six calls after 0.2, 0.3 ... 0.7 s. How long do they take together, one by one and at
/// once? And six computations of the same proportions?
///
/// *Run*: `mvn -q compile exec:exec@async-sequential-vs-concurrent -pl group-a-core-api -am -Dargs="6 100"`
///
/// *Why*: waiting needs no core, so that calls at once take as long as the longest of them, whichever of the three ways
/// makes them. Computing needs one: at most as many calls run as there are cores, in each of the ways. What differs
/// between them is not the time but how the code reads, and what happens when a call fails (`async-forgotten`).
///
/// Captured output: `docs/output/async-sequential-vs-concurrent.txt`
@Command(name = "async-sequential-vs-concurrent", description = "Makes the same calls in four ways: calls that wait "
        + "for a server, and calls that compute.")
public final class SequentialVsConcurrentExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(SequentialVsConcurrentExample.class);
    private static final int CELLS = 54;
    private static final int SHORTEST = 2;
    private static final int KINDS = 6;
    private static final int ROUNDS = 5;
    private static final long ROUNDS_PER_MILLI = 30_000; // so that computing takes a fraction of the waiting

    @Parameters(index = "0", arity = "0..1", paramLabel = "CALLS", description = "how many calls")
    @Size(usual = 6, quick = 6, max = 100)
    int calls;

    @Parameters(index = "1", arity = "0..1", paramLabel = "STEP_MS", description = "the calls take 2, 3 ... 7 times so many milliseconds, then again from 2 on")
    @Size(usual = 100, quick = 20, max = 1_000)
    int stepMillis;

    /// One way to make the calls.
    ///
    /// @param way which
    /// @param waiting calls to the server
    /// @param computing calls that compute
    record Measured(Fanout way, List<Call> waiting, List<Call> computing) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new SequentialVsConcurrentExample(), args);
    }

    @Override
    public void call() throws Exception {
        printOrigin();
        print(run(calls, stepMillis));
    }

    static List<Measured> run(int calls, int stepMillis) throws Exception {
        Job compute = number -> compute(ROUNDS_PER_MILLI * factor(number) * stepMillis);
        var all = new ArrayList<Measured>();
        try (var server = new SlowServer(calls); var client = client()) {
            Job wait = number -> get(client, server, factor(number) * stepMillis);
            Fanout.ONE_BY_ONE.timed(1, wait); // so that loading and compiling classes is not measured
            for (var computed : bestRounds(calls, compute).entrySet()) {
                var way = computed.getKey();
                all.add(new Measured(way, way.timed(calls, wait), computed.getValue()));
            }
        }
        return all;
    }

    /// Each way's quickest round. Others may be computing on this machine, so that the ways take turns: what disturbs a
    /// round of one disturbs those of the others, too.
    private static Map<Fanout, List<Call>> bestRounds(int calls, Job job) throws Exception {
        var best = new EnumMap<Fanout, List<Call>>(Fanout.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (var way : Fanout.values()) {
                best.merge(way, way.timed(calls, job), (one, other) -> wall(other) < wall(one) ? other : one);
            }
        }
        return best;
    }

    private static int factor(int number) {
        return SHORTEST + number % KINDS;
    }

    static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /// A plain blocking call: it is the thread that makes it cheap or dear.
    static void get(HttpClient client, SlowServer server, int millis) throws Exception {
        client.send(HttpRequest.newBuilder(server.after(millis)).build(), BodyHandlers.discarding());
    }

    private static void compute(long rounds) {
        long x = rounds;
        for (long i = 0; i < rounds; i++) {
            x ^= x << 13;
            x ^= x >>> 7;
            x ^= x << 17;
        }
        if (x == 0) {
            throw new IllegalStateException("xorshift never comes to 0");
        }
    }

    private static void print(List<Measured> all) {
        var oneByOne = all.getFirst();
        var virtual = all.stream().filter(one -> one.way() == Fanout.VIRTUAL_THREADS).findFirst().orElseThrow();
        printTimelines("Waiting", oneByOne.waiting(), virtual.waiting());
        printTimelines("Computing", oneByOne.computing(), virtual.computing());

        var table = new Table("way", "waiting", "speed-up", "computing", "speed-up", "failed");
        for (var one : all) {
            table.row(one.way().label, time(one.waiting()), speedUp(oneByOne.waiting(), one.waiting()),
                    time(one.computing()), speedUp(oneByOne.computing(), one.computing()),
                    one.waiting().stream().filter(Call::failed).count());
        }
        table.print(LOG::info);
        LOG.info("On virtual threads waiting was {} times as fast as one by one, computing {} times, on {} cores.",
                speedUp(oneByOne.waiting(), virtual.waiting()), speedUp(oneByOne.computing(), virtual.computing()),
                Runtime.getRuntime().availableProcessors());
        if (all.stream().flatMap(one -> one.waiting().stream()).anyMatch(Call::failed)) {
            throw new Failure("Calls failed: their times say nothing, run it again with fewer");
        }
    }

    /// Both on one scale.
    private static void printTimelines(String what, List<Call> oneByOne, List<Call> virtual) {
        long scale = Math.max(wall(oneByOne), wall(virtual));
        printTimeline(what + ", one by one:", oneByOne, scale);
        printTimeline(what + ", virtual threads:", virtual, scale);
    }

    /// A bar for each call, on the scale of a time.
    private static void printTimeline(String title, List<Call> calls, long scale) {
        LOG.info(title);
        for (int i = 0; i < calls.size(); i++) {
            int from = cell(calls.get(i).from(), scale);
            int to = Math.max(from + 1, cell(calls.get(i).to(), scale));
            LOG.info("call {}  {}{}", String.format(Locale.ROOT, "%3d", i + 1), " ".repeat(from),
                    Glyphs.blocks(to - from));
        }
    }

    private static int cell(long nanos, long scale) {
        return (int) Math.round((double) CELLS * nanos / scale);
    }

    static long wall(List<Call> calls) {
        return calls.stream().mapToLong(Call::to).max().orElseThrow();
    }

    private static String time(List<Call> calls) {
        return Figures.time(Duration.ofNanos(wall(calls)));
    }

    private static String speedUp(List<Call> oneByOne, List<Call> other) {
        return Figures.decimal((double) wall(oneByOne) / wall(other), 2);
    }
}
