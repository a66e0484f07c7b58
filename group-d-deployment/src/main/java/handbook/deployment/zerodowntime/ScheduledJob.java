package handbook.deployment.zerodowntime;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import handbook.support.sql.Sql;

/// A job that each colour's scheduler starts at each tick, for example a nightly invoice. It has a connection of its
/// own and writes a row for each run.
final class ScheduledJob implements AutoCloseable {
    /// Who may run it.
    enum Guard {
        /// Whoever's scheduler says so.
        NONE("no lock"),
        /// Who gets the lock, for one run.
        LOCK_PER_RUN("a lock for each run"),
        /// Who got the lock first, as long as it lives.
        LEADER("a lock that the leader keeps");

        private final String title;

        Guard(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static final long KEY = 0xB1E_64EEL;

    private final Connection connection;
    private final String colour;
    private final Guard guard;
    private boolean leads;

    ScheduledJob(DataSource database, String colour, Guard guard) throws SQLException {
        connection = database.getConnection();
        this.colour = colour;
        this.guard = guard;
    }

    static void createTable(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            Sql.execute(connection, "CREATE TABLE job_run (guard text, tick int, colour text)"); // nothing is unique
        }
    }

    /// What the scheduler calls.
    void tick(int tick) throws SQLException {
        switch (guard) {
            case NONE -> run(tick);
            case LOCK_PER_RUN -> runWithLock(tick);
            case LEADER -> runAsLeader(tick);
        }
    }

    // @start region=leader
    /// Excludes two runs at one time, not two runs of one tick: who comes later finds the lock free again.
    private void runWithLock(int tick) throws SQLException {
        connection.setAutoCommit(false);
        if (isTrue("SELECT pg_try_advisory_xact_lock(?)")) {
            run(tick);
        }
        connection.commit(); // gives the lock back
    }

    /// The lock belongs to the session, so it is free again when the leader's connection ends, however it ended. And a
    /// leader that has lost its connection cannot write: the job runs on that very connection.
    private void runAsLeader(int tick) throws SQLException {
        leads = leads || isTrue("SELECT pg_try_advisory_lock(?)");
        if (leads) {
            run(tick);
        }
    }
    // @end

    private boolean isTrue(String query) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setLong(1, KEY);
            try (var result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }

    private void run(int tick) throws SQLException {
        Sql.update(connection, "INSERT INTO job_run VALUES (?, ?, ?)", guard.name(), tick, colour);
    }

    /// The colour is shut down.
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
