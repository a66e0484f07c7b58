package handbook.core.indexing;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// One of PostgreSQL's index types, as the contract sees it: a table of keys and rows, always asked by its index.
class PostgresIndex implements RowIndex {
    private final Session session;

    PostgresIndex(Session session, String kind) {
        this.session = session;
        try {
            session.run("DROP TABLE IF EXISTS entries",
                    "CREATE TABLE entries (key int NOT NULL, row int NOT NULL) WITH (autovacuum_enabled = false)",
                    "CREATE INDEX entries_key ON entries USING " + kind + " (key)", "SET enable_seqscan = off");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One that answers ranges too.
    static class Ranged extends PostgresIndex implements RowIndex.Ordered {
        Ranged(Session session, String kind) {
            super(session, kind);
        }

        @Override
        public List<Integer> find(int key) {
            return super.find(key);
        }

        @Override
        public List<Integer> range(int from, int to) {
            return rows("SELECT row FROM entries WHERE key BETWEEN ? AND ? ORDER BY key, row", from, to);
        }
    }

    @Override
    public void insert(int key, int row) {
        update("INSERT INTO entries VALUES (?, ?)", key, row);
    }

    @Override
    public void delete(int key, int row) {
        update("DELETE FROM entries WHERE key = ? AND row = ?", key, row);
    }

    @Override
    public List<Integer> find(int key) {
        return rows("SELECT row FROM entries WHERE key = ? ORDER BY row", key);
    }

    @Override
    public long pages() {
        try {
            var plan = session.plan("SELECT row FROM entries WHERE key = 42");
            return plan.indexes().contains("entries_key") ? plan.pages() : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void update(String sql, int... parameters) {
        try (var statement = prepare(sql, parameters)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    final List<Integer> rows(String sql, int... parameters) {
        var rows = new ArrayList<Integer>();
        try (var statement = prepare(sql, parameters); var result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(result.getInt(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }

    private PreparedStatement prepare(String sql, int... parameters) throws SQLException {
        var statement = session.connection().prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setInt(i + 1, parameters[i]);
        }
        return statement;
    }
}
