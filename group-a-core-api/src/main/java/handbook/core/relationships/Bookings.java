package handbook.core.relationships;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import handbook.support.server.Postgres;
import handbook.support.sql.Interleaving;
import handbook.support.sql.Sql;

/// Rooms that exist for a time, and bookings of them: relations over time, kept by PostgreSQL 18.
final class Bookings {
    static final int SESSIONS = 8;
    private static final String BOOK = "INSERT INTO booking VALUES (1, ?::daterange)";

    private final Postgres postgres;

    /// Makes the tables, and a room 1 that is there in the first half of 2027.
    Bookings(Postgres postgres) throws SQLException {
        this.postgres = postgres;
        execute("CREATE EXTENSION btree_gist");
        createTables();
        execute("INSERT INTO room VALUES (1, '[2027-01-01,2027-07-01)')");
        execute("CREATE TABLE naive_booking (room int NOT NULL, during daterange NOT NULL)");
    }

    // @start region=tables
    private void createTables() throws SQLException {
        execute("""
                CREATE TABLE room (
                    id int, during daterange,
                    PRIMARY KEY (id, during WITHOUT OVERLAPS))""");
        execute("""
                CREATE TABLE booking (
                    room int, during daterange,
                    PRIMARY KEY (room, during WITHOUT OVERLAPS),
                    FOREIGN KEY (room, PERIOD during) REFERENCES room (id, PERIOD during))""");
    }
    // @end

    /// Whether the server knows relations over time.
    static boolean known(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 18;
    }

    /// @param range as PostgreSQL writes it: `[from,to)`
    /// @return null when it is booked, else the SQL state
    @Nullable
    String book(String range) throws SQLException {
        return stateOf(BOOK, range);
    }

    /// The room is there for another period.
    void extend(String range) throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.update(connection, "INSERT INTO room VALUES (1, ?::daterange)", range);
        }
    }

    /// The room is to be there for less time than before.
    @Nullable
    String shrink(String from, String to) throws SQLException {
        return stateOf("UPDATE room SET during = ?::daterange WHERE during = ?::daterange", to, from);
    }

    private @Nullable String stateOf(String sql, String... ranges) throws SQLException {
        try (var connection = postgres.connect()) { // where there is none, that is no answer
            try {
                Sql.update(connection, sql, (Object[]) ranges);
                return null;
            } catch (SQLException e) {
                return e.getSQLState();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.execute(connection, sql);
        }
    }

    /// Which days of a span are booked.
    List<Boolean> booked(LocalDate from, int days) throws SQLException {
        var booked = new ArrayList<Boolean>();
        try (var connection = postgres.connect();
                var statement = connection
                        .prepareStatement("SELECT EXISTS (SELECT FROM booking WHERE during @> day::date) FROM"
                                + " generate_series(?::date, ?::date, interval '1 day') AS day ORDER BY day")) {
            statement.setObject(1, from);
            statement.setObject(2, from.plusDays(days - 1L));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    booked.add(result.getBoolean(1));
                }
            }
        }
        return booked;
    }

    // @start region=race
    /// One session books a night and has not committed; seven others want the same night and wait. Then it commits.
    ///
    /// @return for each session null or its SQL state
    List<@Nullable String> race(String night) throws SQLException, InterruptedException, ExecutionException {
        var states = new ArrayList<@Nullable String>();
        try (var others = Executors.newVirtualThreadPerTaskExecutor(); var first = postgres.connect()) {
            first.setAutoCommit(false);
            Sql.update(first, BOOK, night);
            var late = new ArrayList<Future<@Nullable String>>();
            for (int i = 1; i < SESSIONS; i++) {
                late.add(others.submit(() -> book(night)));
            }
            awaitWaiting(late);
            first.commit();
            states.add(null);
            for (var future : late) {
                states.add(future.get());
            }
        }
        return states;
    }
    // @end

    private void awaitWaiting(List<Future<@Nullable String>> late)
            throws SQLException, InterruptedException, ExecutionException {
        try (var connection = postgres.connect()) {
            while (Sql.number(connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND cardinality(pg_blocking_pids(pid)) > 0") < late.size()) {
                for (var future : late) {
                    if (future.isDone()) {
                        throw new IllegalStateException("a session did not wait, and ended with " + future.get());
                    }
                }
            }
        }
    }

    // @start region=naive
    /// Two sessions look first, then insert; both look before either inserts.
    ///
    /// @return how many bookings the night has then
    long checkThenInsert(String night) throws SQLException {
        List<Interleaving.Step> steps = List.of(session -> {
            if (count(session, night) > 0) {
                throw new SQLException("taken", "23P01");
            }
        }, session -> {
            Sql.update(session, "INSERT INTO naive_booking VALUES (1, ?::daterange)", night);
            session.commit();
        });
        try (var first = postgres.connect();
                var second = postgres.connect();
                var monitor = postgres.connect();
                var interleaving = new Interleaving(first, second, monitor)) {
            interleaving.run(List.of(0, 1, 0, 1), steps, steps);
            return count(monitor, night);
        }
    }
    // @end

    private static long count(Connection session, String night) throws SQLException {
        return Sql.number(session, "SELECT count(*) FROM naive_booking WHERE during && ?::daterange", night);
    }
}
