package handbook.core.indexing;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.indexing.Ignored.Way;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import handbook.support.sql.Plan.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The index is there: why does the query not use it?
///
/// *Predict*: for each pair, what makes the database read the whole table although there is an index on the column, and
/// what is the smallest change that mends it?
///
/// *Run*: `mvn -q compile exec:exec@index-ignored -pl group-a-core-api -am [-Dargs="200000"]`
///
/// *Why*: an index answers conditions of one form: its own expression, compared by an operator of its class, in its
/// order. In a plan the difference stands in one word: what is an *Index Cond* is asked of the index, what is a
/// *Filter* of each row that was read.
///
/// The captured output lies in `docs/output/index-ignored.txt`.
@Command(name = "index-ignored", description = "nine ways to have an index and not to use it, each repaired")
public final class IgnoredExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(IgnoredExample.class);

    @Size(usual = 50_000, quick = 20_000, min = 20_000, max = 1_000_000)
    @Parameters(index = "0", arity = "0..1", paramLabel = "ROWS", description = "rows of the table")
    int rows;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new IgnoredExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open(); var session = Session.on(postgres)) {
            printOrigin(postgres);
            Orders.create(session, rows);
            print(Ignored.show(session));
        }
    }

    private static void print(List<Way> ways) {
        var table = new Table("ignored, and repaired", "pages", "index", "condition");
        for (var way : ways) {
            row(table, way.broken(), way.ignored());
            row(table, "  " + way.repair(), way.used());
        }
        table.print(LOG::info);
        LOG.info("{} of {} read the whole table; repaired, {} of them.", readingAll(ways.stream().map(Way::ignored)),
                ways.size(), readingAll(ways.stream().map(Way::used)));
    }

    private static void row(Table table, String what, Plan plan) {
        table.row(what, plan.pages(), plan.indexes().isEmpty() ? "none" : String.join(", ", plan.indexes()),
                plan.nodes().stream().map(IgnoredExample::condition).filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")));
    }

    /// What leads the node to its rows, or else what it does with each of them.
    private static String condition(Node node) {
        return Stream.of("Heap Fetches", "Index Cond", "Filter").filter(node.details()::has).findFirst()
                .map(name -> name + ": " + node.details().path(name).asString()).orElse("");
    }

    private static long readingAll(Stream<Plan> plans) {
        return plans.filter(plan -> plan.types().contains("Seq Scan")).count();
    }
}
