package handbook.core.indexing;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.indexing.Gallery.Pair;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Which index serves which query, and how much does it save?
///
/// *Predict*: fifteen queries, each before and after its index. Which of them still reads the whole table? And of one
/// column indexed twice, which index is larger: the B-tree or the hash?
///
/// *Run*: `mvn -q compile exec:exec@index-plan-gallery -pl group-a-core-api -am [-Dargs="1000000"]`
///
/// *Why*: an index pays when it leads to few pages. What counts is how many rows the condition's value selects, not how
/// many values the column has: of a boolean, the rare value is worth an index and the other one is not.
///
/// The captured output lies in `docs/output/index-plan-gallery.txt`.
@Command(name = "index-plan-gallery", description = "fifteen queries before and after their index")
public final class PlanGalleryExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(PlanGalleryExample.class);
    private static final int CELLS = 20;

    @Size(usual = 100_000, quick = 20_000, min = 20_000, max = 5_000_000)
    @Parameters(index = "0", arity = "0..1", paramLabel = "ROWS", description = "rows of the table; a million of "
            + "them take about 400 MB of disk")
    int rows;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new PlanGalleryExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open(); var session = Session.on(postgres)) {
            printOrigin(postgres);
            Orders.create(session, rows);
            print(Gallery.show(session, rows));
            LOG.info("");
            LOG.info("The same column in two kinds of index, and in a partial one:");
            var bars = new Bars();
            for (var size : IndexSizes.measure(session)) {
                bars.bar(size.what(), size.bytes(), Figures.bytes(size.bytes()));
            }
            bars.print(LOG::info);
        }
    }

    private static void print(List<Pair> pairs) {
        var table = new Table("query, and its index", "plan", "thrown away", "pages", "");
        for (var pair : pairs) {
            var exhibit = pair.exhibit();
            var most = Math.max(pair.before().pages(), pair.after().pages());
            row(table, exhibit.what(), pair.before(), most);
            row(table, "  " + exhibit.kind() + " " + exhibit.on(), pair.after(), most);
        }
        table.print(LOG::info);
        if (pairs.stream().noneMatch(pair -> pair.exhibit().on().contains("trgm"))) {
            LOG.info("This server has no pg_trgm: the search inside a text is left out.");
        }
        LOG.info("With an index, and the whole table is read all the same: {}.",
                pairs.stream().filter(pair -> pair.after().indexes().isEmpty()).map(pair -> pair.exhibit().what())
                        .collect(Collectors.joining(", ")));
    }

    private static void row(Table table, String what, Plan plan, long most) {
        table.row(what, String.join(", ", plan.types()), plan.rowsRemoved(), plan.pages(),
                Glyphs.blocks((int) Math.ceilDiv(CELLS * plan.pages(), most)));
    }
}
