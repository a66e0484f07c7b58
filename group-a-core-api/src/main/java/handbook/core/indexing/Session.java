package handbook.core.indexing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import handbook.support.sql.Sql;

/// A session in which a query has the same plan in every run: no parallel workers, no JIT compiler, and commits that
/// wait for their WAL. (VACUUM does not yet call a page all-visible whose rows were committed without that.)
final class Session implements AutoCloseable {
    private static final List<String> SETTINGS = List.of("SET max_parallel_workers_per_gather = 0", "SET jit = off",
            "SET synchronous_commit = on");

    private final Connection connection;

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session on(Postgres postgres) throws SQLException {
        var session = new Session(postgres.connect());
        session.run(SETTINGS.toArray(String[]::new));
        return session;
    }

    Connection connection() {
        return connection;
    }

    void run(String... statements) throws SQLException {
        Sql.execute(connection, statements);
    }

    /// Vacuums a table until all of its pages are all-visible. Once is enough, unless a snapshot from before the last
    /// change is still open, the autovacuum's for example.
    ///
    /// @param option of VACUUM, ANALYZE for example
    void vacuum(String table, String option) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        do {
            run("VACUUM (" + option + ") " + table);
            if (number("SELECT relpages - relallvisible FROM pg_class WHERE oid = '" + table + "'::regclass") == 0) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        } while (System.nanoTime() < end);
        throw new IllegalStateException("somebody still looks at old rows of " + table + ": is a transaction open?");
    }

    /// Executes a query and reads its plan.
    Plan plan(String query, Object... parameters) throws SQLException {
        return Plan.of(connection, query, parameters);
    }

    /// The first column of a query's only row.
    long number(String query) throws SQLException {
        return Sql.number(connection, query);
    }

    /// The rows of a query, each a list of its columns as text.
    List<List<String>> rows(String query) throws SQLException {
        return Sql.rows(connection, query);
    }

    /// Loads an extension where the server has it.
    ///
    /// @return whether it has
    boolean load(String extension) throws SQLException {
        if (number("SELECT count(*) FROM pg_available_extensions WHERE name = '" + extension + "'") == 0) {
            return false;
        }
        run("CREATE EXTENSION IF NOT EXISTS " + extension);
        return true;
    }

    boolean hasVersion(int major) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= major;
    }

    /// Drops all indexes of a table that belong to no constraint.
    void dropIndexes(String table) throws SQLException {
        for (var row : rows("SELECT indexrelid::regclass FROM pg_index WHERE indrelid = '" + table + "'::regclass"
                + " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)")) {
            run("DROP INDEX " + row.getFirst());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
