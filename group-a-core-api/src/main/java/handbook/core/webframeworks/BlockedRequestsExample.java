package handbook.core.webframeworks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// How many requests may wait inside a handler at once?
///
/// *Predict*: 400 requests stop inside the handler. How many of them get that far in Micronaut, Spring Boot and Javalin
/// as they come, and how many on virtual threads?
///
/// *Run*: `mvn -q compile exec:exec@web-blocked-requests -pl group-a-core-api -am -Dargs="400"`
///
/// *Why*: a handler that waits keeps its thread. Micronaut runs it on the event loop, which has about as many threads
/// as there are cores and serves all connections; Tomcat and Jetty have a pool of platform threads, of which Jetty needs
/// some for itself. With a virtual thread for each request there is no such number. The requests outside are not
/// refused: they wait, and nobody sees them.
///
/// Captured output: `docs/output/web-blocked-requests.txt`
@Command(name = "web-blocked-requests", description = "Counts the requests that wait inside a handler at once, for "
        + "each framework and thread model.")
public final class BlockedRequestsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(BlockedRequestsExample.class);

    @Parameters(index = "0", arity = "0..1", paramLabel = "REQUESTS", description = "how many requests want to get in")
    @Size(usual = 400, quick = 260, max = 500)
    int requests;

    /// A way to run handlers.
    ///
    /// @param name framework and threads
    /// @param inside the requests that waited inside the handler at once
    /// @param answered those that were answered in the end
    record Way(String name, int inside, long answered) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new BlockedRequestsExample(), args);
    }

    @Override
    public void call() throws InterruptedException, ExecutionException {
        printOrigin(Versions.line());
        print(run(requests));
    }

    static List<Way> run(int requests) throws InterruptedException, ExecutionException {
        var frameworks = List.of(Framework.MICRONAUT, Framework.SPRING, Framework.JAVALIN);
        var ways = new ArrayList<Way>();
        for (var virtualThreads : List.of(false, true)) {
            ways.addAll(Framework.sideBySide(frameworks, framework -> way(framework, virtualThreads, requests)));
        }
        return ways;
    }

    private static Way way(Framework framework, boolean virtualThreads, int requests) throws Exception {
        try (var blocked = new BlockedRequests(framework, virtualThreads, requests)) {
            var name = framework.title() + ", " + (virtualThreads ? "virtual threads" : ownThreads(framework));
            return new Way(name, blocked.insideAtLast(), blocked.answered());
        }
    }

    private static String ownThreads(Framework framework) {
        return switch (framework) {
            case MICRONAUT -> "event loop";
            case SPRING -> "Tomcat's pool";
            case JAVALIN -> "Jetty's pool";
            case MICROWEB -> "virtual threads";
        };
    }

    private void print(List<Way> ways) {
        LOG.info("Requests inside the handler at once, of {}:", Figures.count(requests));
        var bars = new Bars();
        ways.forEach(way -> bars.bar(way.name(), way.inside(), Figures.count(way.inside())));
        bars.print(LOG::info);
        var answered = ways.stream().filter(way -> way.answered() == requests).count();
        LOG.info("When the gate opened, {} of {} answered all of them: those outside had waited without a sign.",
                answered, ways.size());
    }
}
