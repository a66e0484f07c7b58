package handbook.core.orm;

import java.sql.SQLException;

import javax.sql.DataSource;

import handbook.support.sql.Sql;

/// The tables that all of the topic's code works on.
final class Shop {
    static final int LINES = 3;

    private Shop() {}

    /// Makes the tables, empty.
    static void createTables(DataSource dataSource) throws SQLException {
        execute(dataSource, """
                CREATE TABLE purchase (
                    id bigint PRIMARY KEY,
                    customer text NOT NULL,
                    status text NOT NULL,
                    email text NOT NULL DEFAULT '', phone text NOT NULL DEFAULT '',
                    street text NOT NULL DEFAULT '', zip text NOT NULL DEFAULT '', city text NOT NULL DEFAULT '',
                    country text NOT NULL DEFAULT '', note text NOT NULL DEFAULT '',
                    placed timestamptz NOT NULL DEFAULT now(),
                    version int NOT NULL DEFAULT 0)""");
        execute(dataSource, """
                CREATE TABLE purchase_line (
                    purchase_id bigint REFERENCES purchase ON DELETE CASCADE,
                    position int,
                    product text NOT NULL,
                    quantity int NOT NULL,
                    cents int NOT NULL,
                    PRIMARY KEY (purchase_id, position))""");
    }

    /// Fills them: orders 1 to `orders` of three lines each.
    static void fill(DataSource dataSource, int orders) throws SQLException {
        execute(dataSource, "INSERT INTO purchase (id, customer, status, street, note)"
                + " SELECT i, 'customer ' || i, 'open', 'Long Street ' || i, repeat('note ', 20)"
                + " FROM generate_series(1, " + orders + ") AS i");
        execute(dataSource, "INSERT INTO purchase_line"
                + " SELECT i, line, 'product ' || line, line + 1, 100 * i"
                + " FROM generate_series(1, " + orders + ") AS i, generate_series(0, " + (LINES - 1) + ") AS line");
    }

    static void execute(DataSource dataSource, String sql) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            Sql.execute(connection, sql);
        }
    }
}
