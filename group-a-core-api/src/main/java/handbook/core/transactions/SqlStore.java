package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// A [Store] in PostgreSQL: one table, a connection for each transaction.
///
/// @param postgres where the table is
record SqlStore(Postgres postgres) implements Store {
    /// Makes the table, or empties it.
    static SqlStore empty(Postgres postgres) throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.update(connection, "DROP TABLE IF EXISTS store");
            Sql.update(connection, "CREATE TABLE store (key text PRIMARY KEY, value bigint NOT NULL)");
        }
        return new SqlStore(postgres);
    }

    @Override
    public SqlTx begin(Level level) throws SQLException {
        var connection = postgres.connect();
        connection.setTransactionIsolation(level.jdbc());
        connection.setAutoCommit(false);
        return new SqlTx(connection);
    }

    /// @param connection the transaction's own
    record SqlTx(Connection connection) implements Tx {
        @Override
        public long read(String key) throws SQLException {
            return Sql.number(connection, "SELECT value FROM store WHERE key = ?", key);
        }

        @Override
        public Map<String, Long> readAll() throws SQLException {
            var rows = new TreeMap<String, Long>();
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT key, value FROM store")) {
                while (result.next()) {
                    rows.put(result.getString(1), result.getLong(2));
                }
            }
            return rows;
        }

        @Override
        public void write(String key, long value) throws SQLException {
            Sql.update(connection, "INSERT INTO store VALUES (?, ?)"
                    + " ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);
        }

        @Override
        public void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close(); // the server rolls back
        }
    }
}
