package handbook.core.orm;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
import handbook.support.sql.Sql;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Rows are to be loaded, and quickly. Who of five ways wins, and why?
///
/// *Predict*: 100,000 rows in one transaction. How much does a batch save, and is there anything left to save after it?
///
/// *Run*: `mvn -q compile exec:exec@orm-bulk-load -pl group-a-core-api -am [-Dargs="--rows=1000000"]`
///
/// *Why*: one by one pays a round trip a row. A batch sends many at once, yet the server still executes one INSERT a row;
/// rewritten, or with arrays, it executes one for many. COPY is no statement for each row at all, only a stream of values.
/// The log that the server writes (WAL) is the same for all but COPY, which logs rows by the page: it is the asking that
/// costs, not the storing.
///
/// The captured output lies in `docs/output/orm-bulk-load.txt`.
@Command(name = "orm-bulk-load", description = "five ways to load rows, and a load that fails near its end")
public final class BulkLoadExample extends Example {
    /// Rows for which the server's INSERTs are counted.
    static final int COUNTED = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(BulkLoadExample.class);

    @Size(usual = 100_000, quick = 5_000, min = 1_000, max = 2_000_000)
    @Option(names = "--rows", paramLabel = "N", description = "rows to load")
    int rows;

    /// @param nanosPerRow time of the load, commit included
    /// @param walBytes what the server logged
    /// @param inserts statements that the server executed for [#COUNTED] rows; a COPY counts as one
    record Loaded(BulkLoad way, double nanosPerRow, long walBytes, long inserts) {}

    /// A COPY with a broken line.
    ///
    /// @param broken the line, counted from 1
    /// @param kept rows in the table afterwards
    /// @param message what the server said
    record Broken(int broken, long kept, String message) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new BulkLoadExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres, rows));
            var broken = breakCopy(postgres, rows, rows * 9 / 10);
            LOG.info("A COPY of {} lines with a word for a number in line {}: {} rows kept.", Figures.count(rows),
                    Figures.count(broken.broken()), Figures.count(broken.kept()));
            LOG.info("The server: {}", broken.message());
        }
    }

    private static void print(List<Loaded> all) {
        var bars = new Bars();
        all.forEach(loaded -> bars.bar(loaded.way().toString(), loaded.nanosPerRow(),
                Figures.time(loaded.nanosPerRow()) + " a row"));
        bars.print(LOG::info);
        var table = new Table("way", "INSERTs for " + Figures.count(COUNTED) + " rows", "rows a second",
                "WAL bytes a row");
        all.forEach(loaded -> table.row(loaded.way(), loaded.inserts(), Math.round(1e9 / loaded.nanosPerRow()),
                loaded.walBytes()));
        table.print(LOG::info);
    }

    static List<Loaded> run(Postgres postgres, int rows) throws SQLException {
        var all = new ArrayList<Loaded>();
        for (var way : BulkLoad.values()) {
            try (var connection = connect(postgres, way)) {
                all.add(load(connection, way, rows));
            }
        }
        return all;
    }

    static Connection connect(Postgres postgres, BulkLoad way) throws SQLException {
        var url = postgres.url();
        var connection = DriverManager.getConnection(url + (url.contains("?") ? "&" : "?") + way.urlOption());
        connection.setAutoCommit(false);
        return connection;
    }

    private static Loaded load(Connection connection, BulkLoad way, int rows) throws SQLException {
        long inserts = countInserts(connection, way);
        BulkLoad.createTable(connection);
        connection.commit();
        long wal = Sql.number(connection, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
        long start = System.nanoTime();
        way.load(connection, rows);
        double nanos = (System.nanoTime() - start) / (double) rows;
        long written = Sql.number(connection, "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - wal;
        return new Loaded(way, nanos, Math.round(written / (double) rows), inserts);
    }

    /// A trigger for each statement counts what the server executes, whatever the driver was asked to do.
    private static long countInserts(Connection connection, BulkLoad way) throws SQLException {
        BulkLoad.createTable(connection);
        Sql.execute(connection, "CREATE TEMPORARY SEQUENCE inserts",
                "CREATE FUNCTION pg_temp.count_insert() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM nextval(''pg_temp.inserts''); RETURN NULL; END'",
                "CREATE TRIGGER counted AFTER INSERT ON reading"
                        + " FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.count_insert()");
        way.load(connection, COUNTED);
        return Sql.number(connection, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM pg_temp.inserts");
    }

    static Broken breakCopy(Postgres postgres, int rows, int brokenLine) throws SQLException {
        try (var connection = connect(postgres, BulkLoad.COPY)) {
            connection.setAutoCommit(true); // nobody but the server undoes anything
            BulkLoad.createTable(connection);
            int i = brokenLine - 1;
            var csv = BulkLoad.csv(rows).replace("\n" + i + "," + i + ",", "\n" + i + ",many,");
            try {
                BulkLoad.copy(connection, csv);
                throw new IllegalStateException("the server took a word for a number");
            } catch (SQLException e) {
                return new Broken(brokenLine, Sql.number(connection, "SELECT count(*) FROM reading"),
                        String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
            }
        }
    }
}
