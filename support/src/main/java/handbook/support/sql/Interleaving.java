package handbook.support.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/// Runs the steps of two sessions against a real server in an order that is given, not hoped for.
///
/// The next step is started when every session is either done with its last one or blocked, as the server itself says
/// ([pg_blocking_pids](https://www.postgresql.org/docs/18/functions-info.html)). A step of a blocked session waits
/// behind the blocked one, as the next line of a program would. After an error a session takes no further step.
public final class Interleaving implements AutoCloseable {
    private final Connection monitor;
    private final List<Session> sessions;

    /// One statement, or a few, of a session; the last one of a transaction commits.
    @FunctionalInterface
    public interface Step {
        /// @param connection the session's own, without auto-commit
        /// @throws SQLException what ends the session
        void run(Connection connection) throws SQLException;
    }

    /// How a schedule ended.
    ///
    /// @param schedule which session took the next step, 0 or 1 each
    /// @param states for each session the SQL state that ended it (`?????` where the error had none), or null where all
    /// of its steps went well
    public record Outcome(List<Integer> schedule, List<@Nullable String> states) {
        /// Whether a session ended with an error.
        ///
        /// @return false where all steps of both went well
        public boolean isAborted() {
            return states.stream().anyMatch(Objects::nonNull);
        }
    }

    /// @param first the first session's connection
    /// @param second the second session's connection
    /// @param monitor a third connection, to ask who is blocked
    /// @throws SQLException when a connection does not answer
    public Interleaving(Connection first, Connection second, Connection monitor) throws SQLException {
        this.monitor = monitor;
        sessions = List.of(new Session(first), new Session(second));
    }

    /// All orders in which the steps of two sessions can follow each other: 20 for three steps each.
    ///
    /// @param first the first session's number of steps
    /// @param second the second session's number of steps
    /// @return schedules of 0 (the first takes a step) and 1
    public static List<List<Integer>> schedules(int first, int second) {
        if (first == 0 && second == 0) {
            return List.of(List.of());
        }
        var schedules = new ArrayList<List<Integer>>();
        for (int session = 0; session < 2; session++) {
            int left = session == 0 ? first : second;
            if (left > 0) {
                for (var rest : schedules(first - (1 - session), second - session)) {
                    var schedule = new ArrayList<Integer>();
                    schedule.add(session);
                    schedule.addAll(rest);
                    schedules.add(List.copyOf(schedule));
                }
            }
        }
        return schedules;
    }

    /// Runs one schedule.
    ///
    /// @param schedule as many 0 and 1 as there are steps
    /// @param first the first session's steps
    /// @param second the second session's steps
    /// @return how it ended; both connections have been rolled back where their transaction was still open
    /// @throws SQLException when the monitor fails
    /// @throws IllegalStateException when a step fails otherwise than by an SQLException, or a rollback fails
    public Outcome run(List<Integer> schedule, List<Step> first, List<Step> second) throws SQLException {
        if (schedule.size() != first.size() + second.size() || Collections.frequency(schedule, 0) != first.size()
                || Collections.frequency(schedule, 1) != second.size()) {
            throw new IllegalArgumentException(
                    schedule + " is no order of " + first.size() + " and " + second.size() + " steps");
        }
        sessions.get(0).begin(first);
        sessions.get(1).begin(second);
        for (int session : schedule) {
            sessions.get(session).takeNextStep();
            awaitRest();
        }
        sessions.forEach(Session::rollBack);
        var states = new ArrayList<@Nullable String>();
        for (var session : sessions) {
            states.add(session.awaitState());
        }
        return new Outcome(schedule, states);
    }

    private void awaitRest() throws SQLException {
        while (!isAtRest()) {
            Thread.onSpinWait(); // at least one round trip to the server lies between two looks
        }
    }

    /// Whether each session has done its steps so far or is blocked. Who is done is noted first: one that ends after
    /// another was seen blocked may be the one that unblocks it.
    private boolean isAtRest() throws SQLException {
        var busy = sessions.stream().filter(session -> !session.isDone()).toList();
        for (var session : busy) {
            if (!isBlocked(session)) {
                return false;
            }
        }
        return true;
    }

    private boolean isBlocked(Session session) throws SQLException {
        try (var query = monitor.prepareStatement("SELECT cardinality(pg_blocking_pids(?))")) {
            query.setInt(1, session.pid);
            try (var result = query.executeQuery()) {
                return result.next() && result.getInt(1) > 0;
            }
        }
    }

    /// Ends the sessions' threads; the connections stay open. Where [#run] failed midway, a step may still wait for the
    /// other session: it is interrupted, which closes its connection.
    @Override
    public void close() {
        sessions.forEach(session -> session.thread.shutdownNow());
        sessions.forEach(session -> session.thread.close());
    }

    private static final class Session {
        private final Connection connection;
        private final int pid;
        private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        private Iterator<Step> steps = Collections.emptyIterator();
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        private volatile @Nullable String state;

        Session(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT pg_backend_pid()")) {
                result.next();
                pid = result.getInt(1);
            }
            connection.rollback();
        }

        void begin(List<Step> all) {
            steps = all.iterator();
            last = CompletableFuture.completedFuture(null);
            state = null;
        }

        void takeNextStep() {
            var step = steps.next();
            last = last.thenRunAsync(() -> take(step), thread); // not after one that failed otherwise than by SQL
        }

        private void take(Step step) {
            try {
                if (state == null) {
                    step.run(connection);
                }
            } catch (SQLException e) {
                state = Objects.requireNonNullElse(e.getSQLState(), "?????");
            }
        }

        void rollBack() {
            last = last.whenCompleteAsync((done, failure) -> { // and keeps that failure
                try {
                    connection.rollback();
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            }, thread);
        }

        boolean isDone() {
            return last.isDone();
        }

        @Nullable
        String awaitState() throws SQLException {
            try {
                last.get();
                return state;
            } catch (ExecutionException e) {
                throw new IllegalStateException("a step or its rollback failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while a session was at work", e);
            }
        }
    }
}
