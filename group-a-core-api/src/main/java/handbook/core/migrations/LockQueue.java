package handbook.core.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import handbook.support.server.Postgres;

/// A report reads a table and has not ended its transaction. An ALTER TABLE comes, then short readers come.
///
/// @param postgres where; it gets a table `account`
/// @param readers how many short readers
record LockQueue(Postgres postgres, int readers) {
    static final int LIMIT_MILLIS = 100;
    private static final String READ = "SELECT owner FROM account";
    private static final String WAITING = """
            SELECT waits.application_name || ' waits for ' || holds.application_name
            FROM pg_stat_activity waits
            JOIN pg_stat_activity holds ON holds.pid = ANY (pg_blocking_pids(waits.pid))
            WHERE waits.datname = current_database()""";
    private static final String CANCEL_READERS = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'reader'";

    /// What came of an ALTER without a limit.
    ///
    /// @param behindReport whether it waits for the report
    /// @param behindAlter how many readers wait for it
    /// @param cancelled how many readers end with 57014
    record Unlimited(boolean behindReport, int behindAlter, int cancelled) {}

    /// What came of an ALTER that gives up and comes again.
    ///
    /// @param gaveUp how often it ended with 55P03 before it got through
    /// @param queued how many readers were seen to wait for it meanwhile
    /// @param answered how many readers were answered while the report still ran
    /// @param longestNanos how long the slowest of them took
    record Limited(int gaveUp, int queued, int answered, long longestNanos) {}

    private record Read(@Nullable String state, long nanos) {}

    /// Everybody waits, until the readers are cancelled, as their time-out would do.
    Unlimited alterAndWait() throws SQLException, InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); var report = beginReport()) {
            var alter = threads.submit(() -> alter("note", "0"));
            Database.await(postgres, 1, WAITING);
            var reading = startReaders(threads);
            var waiting = Database.await(postgres, 1 + readers, WAITING);
            Database.query(postgres, CANCEL_READERS);
            int cancelled = 0;
            for (var reader : reading) {
                cancelled += "57014".equals(reader.get().state()) ? 1 : 0;
            }
            report.rollback();
            alter.get();
            return new Unlimited(waiting.contains("alter waits for report"),
                    Collections.frequency(waiting, "reader waits for alter"), cancelled);
        }
    }

    // @start region=limited
    /// The ALTER waits for a moment only, lets the readers through, and tries again.
    Limited alterOrGiveUp() throws SQLException, InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); var report = beginReport()) {
            var alter = threads.submit(this::alterWithRetry);
            int queued = 0;
            int answered = 0;
            long longest = 0;
            for (int i = 0; queued == 0 && i < 20; i++) { // the ALTER may give up before a reader has come
                Database.await(postgres, 1, WAITING);
                var reading = startReaders(threads);
                queued = mostBehindAlter(reading);
                answered = 0;
                for (var reader : reading) {
                    answered += reader.get().state() == null ? 1 : 0;
                    longest = Math.max(longest, reader.get().nanos());
                }
            }
            report.rollback();
            return new Limited(alter.get(), queued, answered, longest);
        }
    }

    private int mostBehindAlter(List<Future<Read>> reading) throws SQLException {
        int most = 0;
        while (!reading.stream().allMatch(Future::isDone)) {
            most = Math.max(most, Collections.frequency(Database.query(postgres, WAITING), "reader waits for alter"));
        }
        return most;
    }

    private int alterWithRetry() throws SQLException, InterruptedException {
        for (int gaveUp = 0;; gaveUp++) {
            try {
                alter("remark", LIMIT_MILLIS + "ms");
                return gaveUp;
            } catch (SQLException e) {
                if (!"55P03".equals(e.getSQLState())) {
                    throw e;
                }
                Thread.sleep(LIMIT_MILLIS);
            }
        }
    }

    private boolean alter(String column, String lockTimeout) throws SQLException {
        try (var connection = Database.named(postgres, "alter").getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + lockTimeout + "'");
            return statement.execute("ALTER TABLE account ADD COLUMN " + column + " text");
        }
    }
    // @end

    private Connection beginReport() throws SQLException {
        Database.execute(postgres, "CREATE TABLE IF NOT EXISTS account (owner text)");
        var report = Database.named(postgres, "report").getConnection();
        report.setAutoCommit(false);
        try (var statement = report.createStatement()) {
            statement.execute("SELECT count(*) FROM account");
        }
        return report;
    }

    private List<Future<Read>> startReaders(ExecutorService threads) {
        var reading = new ArrayList<Future<Read>>();
        for (int i = 0; i < readers; i++) {
            reading.add(threads.submit(this::read));
        }
        return reading;
    }

    private Read read() throws SQLException {
        try (var connection = Database.named(postgres, "reader").getConnection();
                var statement = connection.createStatement()) {
            var start = System.nanoTime();
            try {
                statement.execute(READ);
                return new Read(null, System.nanoTime() - start);
            } catch (SQLException e) {
                return new Read(e.getSQLState(), System.nanoTime() - start);
            }
        }
    }
}
