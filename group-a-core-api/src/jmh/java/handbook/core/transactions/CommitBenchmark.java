package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// Four sessions add 1 to rows of one table, each in a transaction of its own, on a server with `fsync` and
/// `synchronous_commit` on. The limit is one atomic statement at READ COMMITTED.
///
/// The others read, add and write back. What is aborted is tried again at once; only commits count. The two methods
/// `...Attempts` do the same and count what was aborted too: what is missing from them was thrown away.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
@Threads(4)
public class CommitBenchmark {
    private static @Nullable Postgres server;

    /// Rows that the sessions choose from: one for which all of them fight, or many.
    @Param({"1", "1000"})
    public int rows;

    /// Starts the server, one for the JVM, which ends with it, and fills the table.
    ///
    /// @throws SQLException when the server does not take it
    @Setup
    public void fill() throws SQLException {
        try (var connection = server().connect()) {
            Sql.update(connection, "DROP TABLE IF EXISTS counter");
            Sql.update(connection, "CREATE TABLE counter (id int PRIMARY KEY, value bigint, version int)"
                    + " WITH (fillfactor = 50)");
            Sql.update(connection, "INSERT INTO counter SELECT n, 0, 0 FROM generate_series(1, ?) n", rows);
        }
    }

    private static synchronized Postgres server() {
        if (server == null) {
            server = Postgres.own("fsync=on", "synchronous_commit=on");
        }
        return server;
    }

    /// A thread's connection.
    @State(Scope.Thread)
    public static class Session {
        private final SplittableRandom random = new SplittableRandom();
        private Connection connection;
        private Level level;
        private int rows;

        /// Opens it.
        ///
        /// @param benchmark has filled the table
        /// @throws SQLException when the server gives none
        @Setup
        public void open(CommitBenchmark benchmark) throws SQLException {
            rows = benchmark.rows;
            connection = server().connect();
            level = Level.READ_COMMITTED;
        }

        /// Closes it.
        ///
        /// @throws SQLException when the server is gone
        @TearDown
        public void close() throws SQLException {
            connection.close();
        }

        private int anyRow() {
            return 1 + random.nextInt(rows);
        }

        /// The connection, without auto-commit.
        private Connection at(Level wanted) throws SQLException {
            if (connection.getAutoCommit()) {
                connection.setAutoCommit(false);
            }
            if (level != wanted) {
                connection.setTransactionIsolation(wanted.jdbc());
                level = wanted;
            }
            return connection;
        }
    }

    @Benchmark
    public int limit(Session session) throws SQLException {
        return Sql.update(session.connection, "UPDATE counter SET value = value + 1 WHERE id = ?", session.anyRow());
    }

    @Benchmark
    public void forUpdate(Session session) throws SQLException {
        int row = session.anyRow();
        var connection = session.at(Level.READ_COMMITTED);
        long value = Sql.number(connection, "SELECT value FROM counter WHERE id = ? FOR UPDATE", row);
        Sql.update(connection, "UPDATE counter SET value = ? WHERE id = ?", value + 1, row);
        connection.commit();
    }

    @Benchmark
    public void versionColumn(Session session) throws SQLException {
        int row = session.anyRow();
        var connection = session.at(Level.READ_COMMITTED);
        int changed = 0;
        while (changed == 0) {
            var seen = Sql.row(connection, "SELECT value, version FROM counter WHERE id = ?", row);
            changed = Sql.update(connection, "UPDATE counter SET value = ?, version = version + 1"
                    + " WHERE id = ? AND version = ?", seen.get(0) + 1, row, seen.get(1));
            if (changed == 1) {
                connection.commit();
            } else {
                connection.rollback(); // as JPA does; a commit would wait for the disk and keep the row locked
            }
        }
    }

    @Benchmark
    public void repeatableRead(Session session) throws SQLException {
        int row = session.anyRow();
        while (!isCommitted(session.at(Level.REPEATABLE_READ), row)) {
            // again
        }
    }

    @Benchmark
    public boolean repeatableReadAttempts(Session session) throws SQLException {
        return isCommitted(session.at(Level.REPEATABLE_READ), session.anyRow());
    }

    @Benchmark
    public void serializable(Session session) throws SQLException {
        int row = session.anyRow();
        while (!isCommitted(session.at(Level.SERIALIZABLE), row)) {
            // again
        }
    }

    @Benchmark
    public boolean serializableAttempts(Session session) throws SQLException {
        return isCommitted(session.at(Level.SERIALIZABLE), session.anyRow());
    }

    private static boolean isCommitted(Connection connection, int row) throws SQLException {
        try {
            long value = Sql.number(connection, "SELECT value FROM counter WHERE id = ?", row);
            Sql.update(connection, "UPDATE counter SET value = ? WHERE id = ?", value + 1, row);
            connection.commit();
            return true;
        } catch (SQLException e) {
            connection.rollback();
            if (Retry.CONFLICTS.contains(String.valueOf(e.getSQLState()))) {
                return false;
            }
            throw e;
        }
    }
}
