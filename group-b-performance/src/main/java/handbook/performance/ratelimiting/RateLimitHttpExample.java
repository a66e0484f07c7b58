package handbook.performance.ratelimiting;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.sun.net.httpserver.HttpExchange;

import handbook.performance.ratelimiting.Herd.Stampede;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.time.FakeClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Whom do you limit, what do you answer, and what do the refused ones do next?
///
/// *Predict*: a client writes another `X-Forwarded-For` into each of 60 requests. How many pass, with a burst of 20?
/// Then 500 clients are told `Retry-After: 1`. What does the second second look like?
///
/// *Run*: `mvn -q compile exec:exec@rate-limit-http -pl group-b-performance -am [-Dargs="500"]`
///
/// *Why*: a proxy appends the address that it was called from, so only the right end of the list is yours; the left end is
/// the client's text. And whoever gets the same answer comes back at the same moment: `Retry-After` moves the peak, jitter
/// spreads it.
///
/// The captured output lies in `docs/output/rate-limit-http.txt`.
@Command(name = "rate-limit-http", description = "spoofed addresses, a raw 429, and a herd that comes back")
public final class RateLimitHttpExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitHttpExample.class);
    private static final Quota QUOTA = Quota.perSecond(100);
    private static final int BURST = 20;
    private static final Quota RATE = Quota.perSecond(80);
    private static final int REQUESTS = 60;
    private static final int SLICES = 16;
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SEED = 7;

    @Size(usual = 500, quick = 200, min = 50, max = 5_000)
    @Parameters(index = "0", paramLabel = "CLIENTS", arity = "0..1", description = "clients of the herd")
    int clients;

    /// What one way to tell clients apart let through.
    ///
    /// @param way how
    /// @param same requests that passed with an honest header, all of one client
    /// @param spoofed requests that passed when the client wrote another address each time
    /// @param hosts requests that passed from as many IPv6 addresses of one /64
    record Told(String way, int same, int spoofed, int hosts) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new RateLimitHttpExample(), args);
    }

    @Override
    public void call() throws IOException {
        printOrigin("limit " + QUOTA.limit() + "/s as burst " + BURST + " and " + RATE.limit() + "/s", "seed " + SEED);
        LOG.info("Passed of {} requests at one instant, all by one client:", REQUESTS);
        var table = new Table("the client is", "honest", "spoofs the header", "one IPv6 /64");
        for (var told : List.of(spoofing("leftmost address", RateLimitHttpExample::leftmost),
                spoofing("first from the right that is not ours", RateLimitHttpExample::behindProxies))) {
            table.row(told.way(), told.same(), told.spoofed(), told.hosts());
        }
        table.print(LOG::info);
        LOG.info("");
        LOG.info("The answer to request {} on the wire:", BURST + 1);
        refusal().stream().filter(line -> !line.startsWith("Date:")).forEach(LOG::info);
        printHerd(herd(clients, Herd.OBEDIENT), herd(clients, Herd.jittered(new Random(SEED))));
    }

    static String leftmost(HttpExchange exchange) {
        return ClientAddress.leftmost(exchange.getRemoteAddress().getAddress(), forwardedFor(exchange));
    }

    static String behindProxies(HttpExchange exchange) {
        return ClientAddress.behind(Set.of(InetAddress.getLoopbackAddress()), exchange.getRemoteAddress().getAddress(),
                forwardedFor(exchange));
    }

    private static List<String> forwardedFor(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of());
    }

    /// A server whose clock stands still, so that exactly a burst passes.
    private static LimitedServer server(Function<HttpExchange, String> client) throws IOException {
        var server = new LimitedServer();
        var limiter = new KeyedGcra(BURST, RATE, 10_000, new FakeClock()::nanoTime);
        server.route("/", new RateLimitFilter(limiter, QUOTA, client));
        return server;
    }

    /// The header is as our proxy hands it on: what the client wrote, then the client's address.
    static Told spoofing(String way, Function<HttpExchange, String> client) throws IOException {
        try (var server = server(client)) {
            int same = 0;
            int spoofed = 0;
            int hosts = 0;
            for (int i = 0; i < REQUESTS; i++) {
                same += passed(server.get("/", "203.0.113.7"));
                spoofed += passed(server.get("/", "198.51.100." + i + ", 203.0.113.8"));
                hosts += passed(server.get("/", "2001:db8:0:7::" + Integer.toHexString(i + 1)));
            }
            return new Told(way, same, spoofed, hosts);
        }
    }

    private static int passed(List<String> response) {
        return LimitedServer.status(response) == 204 ? 1 : 0;
    }

    /// The response to the first request after a burst.
    static List<String> refusal() throws IOException {
        try (var server = server(RateLimitHttpExample::behindProxies)) {
            for (int i = 0; i < BURST; i++) {
                server.get("/", "203.0.113.7");
            }
            return server.get("/", "203.0.113.7");
        }
    }

    static Stampede herd(int clients, Herd.Wait wait) {
        return Herd.run(clients, BURST, RATE, wait, SLICES, SLICE);
    }

    private static void printHerd(Stampede obedient, Stampede jittered) {
        for (var herd : List.of(obedient, jittered)) {
            LOG.info("");
            LOG.info("The herd {}: requests per quarter of a second", herd == obedient ? "obeys" : "adds jitter");
            var bars = new Bars();
            for (int i = 0; i < SLICES; i++) {
                bars.bar(Figures.decimal(i * SLICE / 1e9, 2) + " s", herd.arrivals()[i],
                        Figures.count(herd.arrivals()[i]));
            }
            bars.print(LOG::info);
            LOG.info("{} requests until the last client was served, after {}.", Figures.count(herd.requests()),
                    Figures.time(herd.lastNanos()));
        }
    }
}
