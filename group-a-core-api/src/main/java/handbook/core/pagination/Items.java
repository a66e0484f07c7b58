package handbook.core.pagination;

import java.io.File;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import handbook.support.console.Figures;
import handbook.support.example.Failure;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// The table that is paged through: newest first, by time and then by id, with an index in that order.
final class Items {
    static final Keyset ORDER = Keyset.of(Keyset.Column.desc("created"), Keyset.Column.desc("id"));
    private static final long BYTES_A_ROW = 140; // table, primary key, index, and what the sort for it writes

    private Items() {}

    /// @param created with all the digits that are stored: microseconds
    record Item(long id, OffsetDateTime created, String title) {
        Item {
            created = created.withOffsetSameInstant(ZoneOffset.UTC); // whatever zone a library reads it in
        }

        /// The place of this row in the order.
        List<Object> key() {
            return List.of(created, id);
        }
    }

    /// Says what is missing before the embedded server fills this machine's disk; of an external one we do not know.
    static void requireDisk(long rows) {
        if (!Postgres.isExternal()) {
            requireDisk(rows, new File(System.getProperty("user.home")).getUsableSpace());
        }
    }

    static void requireDisk(long rows, long free) {
        if (rows * BYTES_A_ROW > free / 2) {
            throw new Failure(Figures.count(rows) + " rows need " + Figures.bytes(rows * BYTES_A_ROW)
                    + " of disk, and half of what is free is " + Figures.bytes(free / 2));
        }
    }

    /// Makes the table with rows 1 to `rows`, three for each second, and an index in the order of the list.
    static void create(Connection connection, long rows) throws SQLException {
        Sql.execute(connection, """
                CREATE UNLOGGED TABLE item (
                    id bigint PRIMARY KEY, created timestamptz NOT NULL, title text NOT NULL
                ) WITH (autovacuum_enabled = false)""");
        Sql.execute(connection,
                "INSERT INTO item SELECT i, timestamptz '2026-01-01 00:00Z' + i / 3 * interval '1 second',"
                        + " 'item ' || i FROM generate_series(1, " + rows + ") AS i");
        Sql.execute(connection, "CREATE INDEX item_order ON item (created, id)");
        Sql.execute(connection, "VACUUM (ANALYZE) item");
        keepPlansStable(connection);
    }

    static void keepPlansStable(Connection connection) throws SQLException {
        Sql.execute(connection, "SET max_parallel_workers_per_gather = 0", "SET jit = off");
    }

    /// Runs a query that selects id, created and title.
    static List<Item> query(Connection connection, String sql, List<?> parameters) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            bind(query, parameters);
            try (var rows = query.executeQuery()) {
                var items = new ArrayList<Item>();
                while (rows.next()) {
                    items.add(item(rows));
                }
                return items;
            }
        }
    }

    static void bind(PreparedStatement query, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            query.setObject(i + 1, parameters.get(i));
        }
    }

    static Item item(ResultSet row) throws SQLException {
        return new Item(row.getLong("id"), row.getObject("created", OffsetDateTime.class), row.getString("title"));
    }
}
