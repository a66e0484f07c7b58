package handbook.core.indexing;

import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A table with any number of indexes, and what the server writes when its rows are inserted and updated.
final class WriteCost {
    private static final Pattern WAL = Pattern.compile("WAL: records=(\\d+)(?: fpi=\\d+)? bytes=(\\d+)");

    private static final int HALF = 45; // percent: a bit less, as new versions of all rows must fit in the rest

    /// What a statement wrote to the write-ahead log.
    ///
    /// @param records in the log, of the table and of its indexes
    /// @param bytes of these records
    record Wal(long records, long bytes) {}

    /// An update of all rows.
    ///
    /// @param wal what it wrote
    /// @param hot how many rows were updated without touching an index (heap-only)
    record Update(Wal wal, long hot) {}

    /// What a number of indexes costs.
    ///
    /// @param indexes how many
    /// @param bytes their size after the insert
    /// @param insert the WAL of inserting all rows
    /// @param note the update of the column `note`, which no index has
    /// @param c1 the update of the column `c1`, which the first index has
    record Cost(int indexes, long bytes, Wal insert, Update note, Update c1) {}

    private WriteCost() {}

    // @start region=cost
    /// Inserts rows, then changes one column in all of them, then another.
    static Cost of(Session session, int indexes, int rows) throws SQLException {
        int columns = Math.max(indexes, 1);
        createTable(session, columns, HALF);
        for (int column = 1; column <= indexes; column++) {
            session.run("CREATE INDEX ON written (c" + column + ")");
        }
        var insert = wal(session, "INSERT INTO written SELECT i, 0" + numbers(columns, rows)
                + " FROM generate_series(1, " + rows + ") AS i");
        var bytes = session.number("SELECT pg_indexes_size('written')");
        var cost = new Cost(indexes, bytes, insert, update(session, "note"), update(session, "c1"));
        session.run("DROP TABLE written");
        return cost;
    }

    /// @param fill how much of a page inserts may fill, in percent: a heap-only update needs room on the row's own page
    static void createTable(Session session, int columns, int fill) throws SQLException {
        session.run("CREATE TABLE written (id int NOT NULL, note int NOT NULL" + IntStream.rangeClosed(1, columns)
                .mapToObj(column -> ", c" + column + " int NOT NULL").collect(Collectors.joining())
                + ") WITH (autovacuum_enabled = false, fillfactor = " + fill + ")");
    }

    static Update update(Session session, String column) throws SQLException {
        session.vacuum("written", "ANALYZE");
        var before = hotUpdates(session);
        var wal = wal(session, "UPDATE written SET " + column + " = " + column + " + 1");
        return new Update(wal, hotUpdates(session) - before);
    }

    /// Those of this session since the table was made.
    private static long hotUpdates(Session session) throws SQLException {
        session.run("SELECT pg_stat_force_next_flush()");
        return session.number("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'written'");
    }

    private static Wal wal(Session session, String statement) throws SQLException {
        for (var line : session.rows("EXPLAIN (ANALYZE, WAL, COSTS OFF, TIMING OFF) " + statement)) {
            var wal = WAL.matcher(line.getFirst());
            if (wal.find()) { // the first one is the whole statement's
                return new Wal(Long.parseLong(wal.group(1)), Long.parseLong(wal.group(2)));
            }
        }
        throw new IllegalStateException("no WAL was written by " + statement);
    }
    // @end

    /// Each column has the numbers below the row count, in an order that is not the table's.
    private static String numbers(int columns, int rows) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj(column -> ", (i * 104729::bigint + " + column + ") * 7919 % " + rows)
                .collect(Collectors.joining());
    }
}
