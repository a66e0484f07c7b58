package handbook.core.webframeworks;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Can four servers made of different things keep one contract?
///
/// *Predict*: which rules do Javalin, Micronaut and Spring Boot keep as they come?
///
/// *Run*: `mvn -q compile exec:exec@web-same-api-thrice -pl group-a-core-api -am`; with
/// `-Dargs="8080 --serve SPRING"` it serves the hardened API of one of them on that port until it is ended, for clients
/// of your own.
///
/// *Why*: the contract is a list of requests and what must come back, and knows no framework. So it can be run against
/// each, and what a framework does not do by itself shows as a rule that does not hold.
///
/// Captured output: `docs/output/web-same-api-thrice.txt`
@Command(name = "web-same-api-thrice", description = "Runs one contract against three frameworks, at default settings "
        + "and hardened, and against the whiteboard's server; or serves one of them.")
public final class SameApiExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(SameApiExample.class);

    @Parameters(index = "0", arity = "0..1", paramLabel = "PORT", description = "with --serve: where to listen; 0 for a "
            + "free port")
    @Size(usual = 0, quick = 0, min = 0, max = 65_535)
    int port;

    @Option(names = "--serve", paramLabel = "SERVER", description = "serve ${COMPLETION-CANDIDATES} until ended")
    @Nullable
    Framework serve;

    @Spec
    CommandSpec command;

    /// A column of the table.
    ///
    /// @param framework the server
    /// @param hardened whether it was
    /// @param kept the rules that it kept
    record Column(Framework framework, boolean hardened, List<Rule> kept) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new SameApiExample(), args);
    }

    @Override
    public void call() throws Exception {
        if (serve != null) {
            serve(serve);
        } else if (port != 0) {
            throw new ParameterException(command.commandLine(), "PORT: only with --serve");
        } else {
            printOrigin(Versions.line());
            print(run());
        }
    }

    static List<Column> run() throws InterruptedException, ExecutionException {
        var columns = new ArrayList<>(defaults());
        columns.addAll(Framework.sideBySide(List.of(Framework.values()),
                framework -> new Column(framework, true, kept(Trial.hardened(framework)))));
        return columns;
    }

    static List<Column> defaults() throws InterruptedException, ExecutionException {
        return Framework.sideBySide(Framework.LIBRARIES,
                framework -> new Column(framework, false, kept(Trial.defaults(framework))));
    }

    private static List<Rule> kept(Trial trial) throws Exception {
        try (trial) {
            var kept = new ArrayList<Rule>();
            for (var rule : Rule.values()) {
                if (rule.holds(trial)) {
                    kept.add(rule);
                }
            }
            return kept;
        }
    }

    private static void print(List<Column> columns) {
        var headers = new ArrayList<>(List.of("rule"));
        for (var framework : Framework.values()) {
            headers.add(framework.title());
        }
        var table = new Table(headers.toArray(String[]::new));
        for (var rule : Rule.values()) {
            table.row(cells(rule.toString(), columns, kept -> kept.contains(rule) ? "kept" : "broken"));
        }
        table.row(cells("kept, of " + Rule.values().length, columns, kept -> Integer.toString(kept.size())));
        LOG.info("Each as it comes, and then hardened:");
        table.print(LOG::info);
    }

    private static Object[] cells(String name, List<Column> columns, Function<List<Rule>, String> shown) {
        var cells = new ArrayList<Object>(List.of(name));
        for (var framework : Framework.values()) {
            cells.add(columns.stream().filter(column -> column.framework() == framework)
                    .map(column -> shown.apply(column.kept())).collect(Collectors.joining(", ")));
        }
        return cells.toArray();
    }

    private void serve(Framework framework) throws IOException, InterruptedException {
        requireFree();
        try (var api = framework.start(Setup.hardened(new Orders()).withPort(port))) {
            LOG.info("{} serves http://127.0.0.1:{}/orders until it is ended. To create an order:", framework.title(),
                    Integer.toString(api.port()));
            LOG.info("curl -i -H 'Content-Type: application/json' -d '{}' http://127.0.0.1:{}/orders", Requests.TEA,
                    Integer.toString(api.port()));
            new CountDownLatch(1).await();
        }
    }

    private void requireFree() throws IOException {
        try {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        } catch (BindException _) {
            throw new ParameterException(command.commandLine(), "PORT: " + port + " is in use, or not allowed");
        }
    }
}
