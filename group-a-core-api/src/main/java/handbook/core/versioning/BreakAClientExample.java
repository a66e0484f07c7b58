package handbook.core.versioning;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.core.JsonProcessingException;

import handbook.core.versioning.OldClient.Reported;
import handbook.core.versioning.OldClient.Seen;
import handbook.core.versioning.OldClient.Status;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import picocli.CommandLine.Command;
import tools.jackson.core.JacksonException;

/// Which change breaks a client that was built in 2024?
///
/// *Predict*: three builds of one client, eight changes of the server. Which of the 24 cells are "ok"? In which does the
/// client go on with a wrong value and notice nothing?
///
/// *Run*: `mvn -q compile exec:exec@versioning-break-a-client -pl group-a-core-api -am`
///
/// *Why*: "adding is safe" holds for a reader that ignores what it does not know, and Jackson 2 does not, as it comes. Jackson
/// 3 does, and by that takes a renamed field for an absent one: null. Tolerance helps against what is more, never against
/// what is less or what has another meaning under the same name.
///
/// The captured output lies in `docs/output/versioning-break-a-client.txt`.
@Command(name = "versioning-break-a-client", description = "eight changes of a server against three builds of a client")
public final class BreakAClientExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(BreakAClientExample.class);

    /// What became of a client.
    ///
    /// @param what in words, `ok` where it noticed nothing and nothing was wrong
    record Outcome(ServerChange change, OldClient client, String what) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new BreakAClientExample(), args);
    }

    @Override
    public void call() throws IOException, InterruptedException {
        printOrigin("Jackson " + new com.fasterxml.jackson.databind.ObjectMapper().version(),
                "Jackson " + new tools.jackson.databind.ObjectMapper().version());
        var outcomes = run();
        print(outcomes);
        for (var client : OldClient.values()) {
            var own = outcomes.stream()
                    .filter(outcome -> outcome.client() == client && outcome.change() != ServerChange.NONE).toList();
            LOG.info("{}: {} of {} changes survived, {} gone wrong in silence", client.title(),
                    own.stream().filter(BreakAClientExample::isFine).count(), own.size(),
                    own.stream().filter(outcome -> outcome.what().endsWith("silently")).count());
        }
    }

    private static boolean isFine(Outcome outcome) {
        return outcome.what().equals("ok") || outcome.what().equals("\"unknown\"");
    }

    private static void print(List<Outcome> outcomes) {
        var header = Stream.concat(Stream.of("the server's change"),
                Stream.of(OldClient.values()).map(OldClient::title)).toArray(String[]::new);
        var table = new Table(header);
        for (var change : ServerChange.values()) {
            if (change != ServerChange.NONE) {
                table.row(Stream.concat(Stream.of(change.title()),
                        outcomes.stream().filter(outcome -> outcome.change() == change).map(Outcome::what)).toArray());
            }
        }
        table.print(LOG::info);
    }

    static List<Outcome> run() throws IOException, InterruptedException {
        var outcomes = new ArrayList<Outcome>();
        try (var http = HttpClient.newHttpClient()) {
            for (var change : ServerChange.values()) {
                try (var server = new ChangingServer(change)) {
                    for (var client : OldClient.values()) {
                        outcomes.add(new Outcome(change, client, outcome(http, server, client)));
                    }
                }
            }
        }
        return outcomes;
    }

    private static String outcome(HttpClient http, ChangingServer server, OldClient client)
            throws IOException, InterruptedException {
        try {
            return judge(client.use(http, server.uri()));
        } catch (JsonProcessingException | JacksonException e) {
            return "fails: " + e.getClass().getSimpleName();
        } catch (Reported e) {
            return "reports: " + e.getMessage();
        }
    }

    private static String judge(Seen seen) {
        var order = seen.order();
        if (order.customer() == null) {
            return "customer null, silently";
        }
        if (order.total() != 1990) {
            return "total " + order.total() + ", silently";
        }
        if (seen.newest() != 9) {
            return "newest " + seen.newest() + ", silently";
        }
        if (!seen.created()) {
            return seen.status() == 202 ? "takes 202 for a failure" : "its order is refused";
        }
        return order.status() == Status.UNKNOWN ? "\"unknown\"" : "ok";
    }
}
