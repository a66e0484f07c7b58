package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.indexing.WriteCost.Cost;
import handbook.core.indexing.WriteCost.Update;
import handbook.core.indexing.WriteCost.Wal;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What does each index cost whoever writes?
///
/// *Predict*: how much more does an INSERT write with five indexes than with none? And an UPDATE of one column, when an
/// index is on that column, and when there is none at all?
///
/// *Run*: `mvn -q compile exec:exec@index-write-cost -pl group-a-core-api -am [-Dargs="8 --rows 200000"]`
///
/// *Why*: a new row has an entry in each index. An update makes a new version of the row; when no column of any index
/// changed and the page has room, the indexes keep pointing at the old place (a heap-only update, HOT). One index on
/// the changed column ends that, and then each index gets an entry for the new version.
///
/// The captured output lies in `docs/output/index-write-cost.txt`.
@Command(name = "index-write-cost", description = "what inserts and updates write with no index, one, two ...")
public final class WriteCostExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(WriteCostExample.class);

    @Size(usual = 5, quick = 5, max = 20)
    @Parameters(index = "0", arity = "0..1", paramLabel = "INDEXES", description = "the most indexes")
    int indexes;

    @Size(usual = 50_000, quick = 5_000, min = 1_000, max = 1_000_000)
    @Option(names = "--rows", paramLabel = "N", description = "rows inserted, and then updated")
    int rows;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new WriteCostExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open(); var session = Session.on(postgres)) {
            printOrigin(postgres);
            print(run(session, indexes, rows));
        }
    }

    static List<Cost> run(Session session, int indexes, int rows) throws SQLException {
        var costs = new ArrayList<Cost>();
        for (int count = 0; count <= indexes; count++) {
            costs.add(WriteCost.of(session, count, rows));
        }
        return costs;
    }

    private void print(List<Cost> costs) {
        var table = new Table("indexes", "size", "INSERT", "", "UPDATE note", "", "HOT", "UPDATE c1", "", "HOT");
        for (var cost : costs) {
            table.row(cost.indexes(), Figures.bytes(cost.bytes()), records(cost.insert()), bytes(cost.insert()),
                    records(cost.note().wal()), bytes(cost.note().wal()), share(cost.note()),
                    records(cost.c1().wal()), bytes(cost.c1().wal()), share(cost.c1()));
        }
        LOG.info("WAL records and bytes for each row; the first index is on c1, none is on note:");
        table.print(LOG::info);
        LOG.info("");
        LOG.info("WAL of all rows:");
        var bars = new Bars();
        for (var cost : costs) {
            bar(bars, "INSERT, indexes: " + cost.indexes(), cost.insert());
        }
        bar(bars, "UPDATE note, indexes: " + indexes, costs.getLast().note().wal());
        bar(bars, "UPDATE c1, indexes: " + indexes, costs.getLast().c1().wal());
        bars.print(LOG::info);
        LOG.info("In {} of {} cases the update of note touched no index, in {} that of c1.",
                costs.stream().filter(cost -> cost.note().hot() == rows).count(), costs.size(),
                costs.stream().filter(cost -> cost.c1().hot() == rows).count());
    }

    private static void bar(Bars bars, String label, Wal wal) {
        bars.bar(label, wal.bytes(), Figures.bytes(wal.bytes()));
    }

    private String records(Wal wal) {
        return Figures.decimal((double) wal.records() / rows, 2);
    }

    private String bytes(Wal wal) {
        return Figures.decimal((double) wal.bytes() / rows, 0) + " B";
    }

    private String share(Update update) {
        return Figures.percent((double) update.hot() / rows);
    }
}
