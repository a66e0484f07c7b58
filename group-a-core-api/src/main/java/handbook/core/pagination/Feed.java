package handbook.core.pagination;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// A table that others read on from where they were, as a feed. Ids are given at the INSERT, rows appear at the COMMIT.
final class Feed {
    private Feed() {}

    // @start region=table
    static void create(Connection connection) throws SQLException {
        Sql.execute(connection, """
                CREATE TABLE event (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    transaction xid8 NOT NULL DEFAULT pg_current_xact_id())""");
        Sql.execute(connection, "CREATE INDEX event_order ON event (transaction, id)");
    }
    // @end

    /// Reads on from where it was.
    interface Poller {
        /// @return the ids that are new to it
        List<Long> poll() throws SQLException;
    }

    // @start region=naive
    /// By id: what commits behind a larger id is never seen.
    static Poller byId(Connection connection) {
        return onFromLastId(connection, "SELECT id FROM event WHERE id > ? ORDER BY id LIMIT 1000");
    }

    /// Only below the watermark, still with an id as cursor: an id may be larger than one of a later transaction.
    static Poller belowWatermarkById(Connection connection) {
        return onFromLastId(connection, "SELECT id FROM event WHERE id > ?"
                + " AND transaction < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY id LIMIT 1000");
    }

    private static Poller onFromLastId(Connection connection, String query) {
        var last = new long[1];
        return () -> {
            var ids = Sql.rows(connection, query, last[0]).stream().map(row -> Long.valueOf(row.getFirst())).toList();
            last[0] = ids.isEmpty() ? last[0] : ids.getLast();
            return ids;
        };
    }
    // @end

    // @start region=watermark
    /// By transaction and id, and only below the oldest transaction that still runs: nothing can appear there any more.
    static Poller byTransaction(Connection connection) {
        var last = new ArrayList<>(List.of("0", "0"));
        return () -> {
            var rows = Sql.rows(connection, "SELECT transaction, id FROM event"
                    + " WHERE (transaction, id) > (?::text::xid8, ?::text::bigint)"
                    + " AND transaction < pg_snapshot_xmin(pg_current_snapshot())"
                    + " ORDER BY transaction, id LIMIT 1000", last.toArray());
            if (!rows.isEmpty()) {
                Collections.copy(last, rows.getLast());
            }
            return rows.stream().map(row -> Long.valueOf(row.get(1))).toList();
        };
    }
    // @end

    /// A transaction that adds a row, and commits when it is told to.
    static final class Writer implements AutoCloseable {
        private final Connection connection;

        Writer(Postgres postgres) throws SQLException {
            connection = postgres.connect();
            connection.setAutoCommit(false);
        }

        /// Gets a transaction id, which an INSERT would else get.
        void begin() throws SQLException {
            Sql.execute(connection, "SELECT pg_current_xact_id()");
        }

        void insert() throws SQLException {
            Sql.execute(connection, "INSERT INTO event DEFAULT VALUES");
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
