package handbook.core.migrations;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;

import javax.sql.DataSource;

/// What a migration tool is at heart: order, a history with checksums, one starter at a time, a transaction a script.
/// It knows versioned scripts, and none that cannot run in a transaction.
///
/// @param locking false lets several starters in at once, to see what comes of it
/// @param outOfOrder whether a script may run though a higher version has run before it
record MiniMigrator(boolean locking, boolean outOfOrder) {
    private static final long LOCK = 4_711; // any number that nothing else in this database takes

    // @start region=migrate
    /// Runs what has not run yet. The lock is the session's and goes with it, also when this JVM is killed.
    ///
    /// @param db gives new connections; a pool would keep the lock
    /// @return the versions that this call ran, in order
    /// @throws IllegalStateException when folder and history do not fit; nothing has run then
    /// @throws SQLException what the database said to a script; those before it stay
    List<Long> migrate(DataSource db, Path folder) throws SQLException, IOException {
        var scripts = Script.in(folder);
        try (var connection = db.getConnection(); var statement = connection.createStatement()) {
            if (locking) {
                statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            }
            statement.execute("CREATE TABLE IF NOT EXISTS mini_history"
                    + " (version bigint PRIMARY KEY, file text NOT NULL, checksum bigint NOT NULL)");
            var pending = pending(scripts, history(connection));
            connection.setAutoCommit(false); // a script that fails is rolled back when the connection is closed
            for (var script : pending) {
                run(connection, script);
            }
            return pending.stream().map(Script::version).toList();
        }
    }

    private List<Script> pending(List<Script> scripts, TreeMap<Long, Long> history) {
        var last = history.isEmpty() ? -1 : history.lastKey();
        var pending = new ArrayList<Script>();
        var seen = new HashSet<Long>();
        for (var script : scripts) {
            require(script.isVersioned() && seen.add(script.version()), script.file() + " has no version of its own");
            var checksum = history.remove(script.version());
            if (checksum == null) {
                require(outOfOrder || script.version() > last, script.file() + " is late: " + last + " has run");
                pending.add(script);
            } else {
                require(checksum == script.checksum(), script.file() + " was edited after it had run");
            }
        }
        require(history.isEmpty(), "versions " + history.keySet() + " have run and are not in the folder");
        return pending;
    }

    private static void run(Connection connection, Script script) throws SQLException {
        try (var statement = connection.createStatement();
                var row = connection.prepareStatement("INSERT INTO mini_history VALUES (?, ?, ?)")) {
            statement.execute(script.sql());
            row.setLong(1, script.version());
            row.setString(2, script.file());
            row.setLong(3, script.checksum());
            row.executeUpdate();
            connection.commit(); // the script and its row, or neither
        }
    }
    // @end

    private static TreeMap<Long, Long> history(Connection connection) throws SQLException {
        var checksums = new TreeMap<Long, Long>();
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT version, checksum FROM mini_history")) {
            while (result.next()) {
                checksums.put(result.getLong(1), result.getLong(2));
            }
        }
        return checksums;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
