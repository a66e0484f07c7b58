package handbook.core.orm;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A query with a fetch size of 50. How many rows does the program hold?
///
/// *Predict*: the first of 200,000 rows has been read, and then the connection is killed. How many rows can still be
/// read?
///
/// *Run*: `mvn -q compile exec:exec@orm-result-memory -pl group-a-core-api -am [-Dargs="--rows=500000"]`
///
/// *Why*: the rows come in portions only from a cursor, and a cursor lives in a transaction. Under auto-commit the
/// transaction is over when the statement is, so the driver takes no cursor, ignores the fetch size and reads everything
/// before it gives out the first row.
///
/// The captured output lies in `docs/output/orm-result-memory.txt`.
@Command(name = "orm-result-memory", description = "what a fetch size is worth with and without auto-commit")
public final class ResultMemoryExample extends Example {
    static final int FETCH_SIZE = 50;
    private static final Logger LOG = LoggerFactory.getLogger(ResultMemoryExample.class);

    @Size(usual = 200_000, quick = 20_000, min = 1_000, max = 1_000_000)
    @Option(names = "--rows", paramLabel = "N", description = "rows of about 100 bytes")
    int rows;

    /// @param heapBytes what the first row brought onto the heap
    /// @param readable rows that could be read although the connection was dead, the first included
    record Held(boolean autoCommit, long heapBytes, int readable) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new ResultMemoryExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            var on = readAndKill(postgres, rows, true);
            var off = readAndKill(postgres, rows, false);
            LOG.info("Fetch size {}, killed after the first row; rows that the client could still read:", FETCH_SIZE);
            new Bars().bar("auto-commit on", on.readable(), Figures.count(on.readable()))
                    .bar("auto-commit off", off.readable(), Figures.count(off.readable())).print(LOG::info);
            LOG.info("On the heap after the first row: {} KiB with auto-commit, {} KiB without.",
                    Figures.count(on.heapBytes() / 1024), Figures.count(off.heapBytes() / 1024));
        }
    }

    // @start region=killed
    static Held readAndKill(Postgres postgres, int rows, boolean autoCommit) throws SQLException {
        try (var connection = postgres.connect();
                var query = connection.prepareStatement("SELECT i, repeat('x', 80) FROM generate_series(1, ?) AS i")) {
            connection.setAutoCommit(autoCommit);
            query.setFetchSize(FETCH_SIZE);
            query.setInt(1, rows);
            long before = usedHeap();
            try (var result = query.executeQuery()) {
                result.next();
                long heap = Math.max(0, usedHeap() - before);
                kill(postgres, connection);
                return new Held(autoCommit, heap, 1 + readOn(result));
            }
        }
    }
    // @end

    private static int readOn(ResultSet result) throws SQLException {
        int read = 0;
        try {
            while (result.next()) {
                read++;
            }
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).matches("57P01|08.*")) { // the session or the connection is gone
                throw e;
            }
            LOG.debug("the next portion did not come", e);
        }
        return read;
    }

    /// Returns when the server has ended the session.
    private static void kill(Postgres postgres, Connection victim) throws SQLException {
        int pid = victim.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        try (var killer = postgres.connect();
                var kill = killer.prepareStatement("SELECT pg_terminate_backend(?, 60000)")) {
            kill.setInt(1, pid);
            try (var result = kill.executeQuery()) {
                if (!result.next() || !result.getBoolean(1)) {
                    throw new IllegalStateException("the session " + pid + " did not end within a minute");
                }
            }
        }
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
