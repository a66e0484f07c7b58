package handbook.core.pagination;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A list is read page by page, to its end. What does a page cost?
///
/// *Predict*: two million rows, 20 to a page, in the order of an index. How many rows does the server read for page 1, for
/// page 1,000, and for the last one? And when the client sends the last row it has seen in place of a number?
///
/// *Run*: `mvn -q compile exec:exec@page-offset-vs-keyset -pl group-a-core-api -am [-Dargs="--rows=10000000"]`
///
/// *Why*: an index knows where a value stands, not which entry is the millionth. So OFFSET counts from the start, and throws
/// away what it has read. A comparison with the last row goes down the tree to the place, and reads 20 entries from there.
///
/// The captured output lies in `docs/output/page-offset-vs-keyset.txt`.
@Command(name = "page-offset-vs-keyset", description = "rows and pages read for a page at any depth, in both ways")
public final class OffsetVsKeysetExample extends Example {
    static final int PAGE = 20;
    private static final Logger LOG = LoggerFactory.getLogger(OffsetVsKeysetExample.class);
    private static final long LARGE = 300_000_000;

    @Size(usual = 2_000_000, quick = 100_000, min = 1_000, max = 100_000_000)
    @Option(names = "--rows", paramLabel = "N", description = "rows of the table; 100,000,000 take about 14 GB of disk")
    long rows;

    /// @param rows index entries that the server read
    /// @param pages of 8 KiB that it touched for them
    record Cost(long rows, long pages) {}

    /// What one page costs in both ways.
    ///
    /// @param number counted from 1
    record Depth(long number, Cost offset, Cost keyset) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new OffsetVsKeysetExample(), args);
    }

    @Override
    public void call() throws SQLException {
        Items.requireDisk(rows);
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres, rows));
        }
    }

    private static void print(List<Depth> depths) {
        var table = new Table("page", "OFFSET: rows read", "pages touched", "keyset: rows read", "pages touched");
        depths.forEach(depth -> table.row(depth.number(), depth.offset().rows(), depth.offset().pages(),
                depth.keyset().rows(), depth.keyset().pages()));
        table.print(LOG::info);
        var first = depths.getFirst();
        var last = depths.getLast();
        new Bars().bar("OFFSET, the first page", first.offset().pages(), pages(first.offset()))
                .bar("OFFSET, the last page", last.offset().pages(), pages(last.offset()))
                .bar("keyset, the last page", last.keyset().pages(), pages(last.keyset())).print(LOG::info);
        double pagesPerRow = (double) last.offset().pages() / last.offset().rows();
        LOG.info("At that rate the last page of {} rows reads {} by OFFSET; the keyset one page more for each level"
                + " that the index grows.", Figures.count(LARGE),
                Figures.bytes(Math.round(LARGE * pagesPerRow) * 8192));
    }

    private static String pages(Cost cost) {
        return Figures.count(cost.pages()) + " pages of 8 KiB";
    }

    static List<Depth> run(Postgres postgres, long rows) throws SQLException {
        try (var connection = postgres.connect()) {
            Items.create(connection, rows);
            var depths = new ArrayList<Depth>();
            long last = (rows + PAGE - 1) / PAGE;
            for (long number = 1; number < Math.min(last, 10_000); number *= 10) {
                depths.add(depth(connection, number, rows));
            }
            depths.add(depth(connection, last, rows));
            return depths;
        }
    }

    private static Depth depth(Connection connection, long number, long rows) throws SQLException {
        long skipped = (number - 1) * PAGE;
        return new Depth(number, byOffset(connection, skipped), byKeyset(connection, rows - skipped + 1));
    }

    // @start region=offset
    private static Cost byOffset(Connection connection, long skipped) throws SQLException {
        return cost(Plan.of(connection,
                "SELECT id, created, title FROM item ORDER BY created DESC, id DESC LIMIT ? OFFSET ?", PAGE, skipped));
    }
    // @end

    // @start region=keyset
    /// @param before the id of the last row of the page before; one that is not there for the first page
    private static Cost byKeyset(Connection connection, long before) throws SQLException {
        return cost(Plan.of(connection, "SELECT id, created, title FROM item"
                + " WHERE (created, id) < (?, ?) ORDER BY created DESC, id DESC LIMIT ?", createdOf(connection, before),
                before, PAGE));
    }
    // @end

    private static OffsetDateTime createdOf(Connection connection, long id) throws SQLException {
        var row = Items.query(connection, "SELECT id, created, title FROM item WHERE id = ?", List.of(id));
        return row.isEmpty() ? OffsetDateTime.MAX : row.getFirst().created();
    }

    private static Cost cost(Plan plan) {
        return new Cost(plan.nodes().getLast().rows() + plan.rowsRemoved(), plan.pages());
    }
}
