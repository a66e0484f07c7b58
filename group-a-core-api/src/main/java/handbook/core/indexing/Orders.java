package handbook.core.indexing;

import java.sql.SQLException;

/// The table that the queries ask.
final class Orders {
    private Orders() {}

    // @start region=table
    /// `created` grows with the row's place in the table; `customer` (ten rows each) and `total` (one row each) do not.
    /// One row of a hundred is active, one of a thousand pending.
    static void create(Session session, int rows) throws SQLException {
        session.run("""
                CREATE TABLE orders (
                    id int NOT NULL, customer int NOT NULL, region int NOT NULL, total int NOT NULL,
                    active bool NOT NULL, status text NOT NULL, created timestamptz NOT NULL, email text NOT NULL,
                    tags text[] NOT NULL, doc jsonb NOT NULL, body text NOT NULL,
                    search tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED
                ) WITH (autovacuum_enabled = false)""", """
                INSERT INTO orders
                SELECT i, i * 7919::bigint %% %2$s, i %% 8, i * 104729::bigint %% %1$s,
                       i %% 100 = 0, CASE WHEN i %% 1000 = 0 THEN 'pending' ELSE 'done' END,
                       timestamptz '2026-01-01 00:00Z' + i * interval '1 minute', md5(i::text) || '@example.org',
                       ARRAY['t' || i %% 500, 'u' || i %% 7], jsonb_build_object('k', i %% 1000, 'm', i %% 3),
                       'the keeper of ' || CASE i %% 1000 WHEN 5 THEN 'two lighthouses' ELSE 'a garden' END
                FROM generate_series(1, %1$s) AS i""".formatted(rows, rows / 10));
        session.vacuum("orders", "ANALYZE");
    }
    // @end

    /// When the row was created that has a certain id: an expression of SQL.
    static String created(int id) {
        return "timestamptz '2026-01-01 00:00Z' + " + id + " * interval '1 minute'";
    }
}
