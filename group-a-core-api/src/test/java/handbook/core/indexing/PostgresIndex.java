package handbook.core.indexing;

import java.sql.SQLException;
import java.util.List;

import handbook.support.sql.Sql;

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

    private void update(String sql, Object... parameters) {
        try {
            Sql.update(session.connection(), sql, parameters);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    final List<Integer> rows(String sql, Object... parameters) {
        try {
            return Sql.rows(session.connection(), sql, parameters).stream().map(row -> Integer.valueOf(row.getFirst()))
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
