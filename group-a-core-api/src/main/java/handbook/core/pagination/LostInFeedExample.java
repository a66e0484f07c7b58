package handbook.core.pagination;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.pagination.Feed.Poller;
import handbook.core.pagination.Feed.Writer;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import picocli.CommandLine.Command;

/// A feed is read on by its last id. Does every row arrive?
///
/// *Predict*: two writers. The first one gets id 1 and takes its time; the second one gets id 2 and commits. The poller
/// reads id 2. Then the first one commits. What does the poller read next?
///
/// *Run*: `mvn -q compile exec:exec@page-lost-in-feed -pl group-a-core-api -am`
///
/// *Why*: the order in which ids are given is not the order in which rows appear, so "larger than the last id" passes over
/// what was still on its way. Every row can carry the number of its transaction, and the server knows the oldest one that
/// still runs: below that nothing new can appear, and there the poller reads, by transaction and then by id.
///
/// The captured output lies in `docs/output/page-lost-in-feed.txt`.
@Command(name = "page-lost-in-feed", description = "rows that a poller never sees, and one that sees all")
public final class LostInFeedExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(LostInFeedExample.class);

    /// What the pollers read after each step of a story.
    ///
    /// @param read for each poller a list of ids for each step
    record Story(String title, List<String> steps, Map<String, List<List<Long>>> read) {
        /// All ids that a poller read, in its order.
        List<Long> all(String poller) {
            return read.getOrDefault(poller, List.of()).stream().flatMap(List::stream).toList();
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new LostInFeedExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = server()) {
            printOrigin(postgres);
            for (var story : run(postgres)) {
                print(story);
            }
        }
    }

    /// One of its own: a transaction anywhere on the server, an autovacuum's too, holds the watermark back.
    static Postgres server() {
        return Postgres.own("autovacuum=off");
    }

    private static void print(Story story) {
        LOG.info("{}", story.title());
        var header = new ArrayList<>(List.of("poller"));
        header.addAll(story.steps());
        header.add("of 2 rows");
        var table = new Table(header.toArray(String[]::new));
        story.read().forEach((poller, read) -> {
            var cells = new ArrayList<Object>(List.of(poller));
            read.forEach(ids -> cells.add(ids.isEmpty() ? "nothing" : "id " + ids));
            cells.add(story.all(poller).size());
            table.row(cells.toArray());
        });
        table.print(LOG::info);
    }

    static List<Story> run(Postgres postgres) throws SQLException {
        return List.of(laterIdCommitsFirst(postgres), olderTransactionTakesLaterId(postgres));
    }

    private static Story laterIdCommitsFirst(Postgres postgres) throws SQLException {
        try (var reader = postgres.connect(); var first = new Writer(postgres); var second = new Writer(postgres)) {
            newFeed(reader);
            first.insert();
            second.insert();
            var steps = new LinkedHashMap<String, Step>();
            steps.put("2 commits", second::commit);
            steps.put("1 commits", first::commit);
            return tell("Id 2 is committed before id 1.", steps, reader);
        }
    }

    private static Story olderTransactionTakesLaterId(Postgres postgres) throws SQLException {
        try (var reader = postgres.connect(); var older = new Writer(postgres); var younger = new Writer(postgres)) {
            newFeed(reader);
            older.begin();
            younger.insert();
            older.insert();
            var steps = new LinkedHashMap<String, Step>();
            steps.put("2 commits", older::commit);
            steps.put("1 commits", younger::commit);
            return tell("The same, and the transaction of id 2 is the older one.", steps, reader);
        }
    }

    private static void newFeed(Connection connection) throws SQLException {
        Sql.execute(connection, "DROP TABLE IF EXISTS event");
        Feed.create(connection);
    }

    private static Story tell(String title, Map<String, Step> steps, Connection reader) throws SQLException {
        var pollers = new LinkedHashMap<String, Poller>();
        pollers.put("by id", Feed.byId(reader));
        pollers.put("below the watermark, by id", Feed.belowWatermarkById(reader));
        pollers.put("below the watermark, by transaction and id", Feed.byTransaction(reader));
        var read = new LinkedHashMap<String, List<List<Long>>>();
        for (var step : steps.values()) {
            step.run();
            for (var poller : pollers.entrySet()) {
                read.computeIfAbsent(poller.getKey(), name -> new ArrayList<>()).add(poller.getValue().poll());
            }
        }
        return new Story(title, List.copyOf(steps.keySet()), read);
    }
}
