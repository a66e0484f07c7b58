package handbook.core.migrations;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;

import handbook.support.server.Postgres;

/// Scripts that do not get to their end, each as version 2 of a database of its own.
///
/// @param postgres the database
/// @param folder the scripts
record HalfWay(Postgres postgres, ScriptFolder folder) {
    private static final String HALF = """
            CREATE TABLE part_1 (id int);
            CREATE TABLE part_2 (id int);
            CREATE TABLE part_3 (id no_such_type);
            CREATE TABLE part_4 (id int);
            """;
    private static final String WHOLE = HALF.replace("no_such_type", "int");

    /// What a script left behind.
    ///
    /// @param failed what the database said
    /// @param left what is there of it
    /// @param history the history table's rows
    /// @param again what the next start says, with the script put right
    /// @param repaired the next one, when only the history is repaired; null where nothing was left
    /// @param removed the next one, when the leftovers are removed and the history is not repaired again; null likewise
    /// @param cleaned the next one, when both are done; null likewise
    record Left(String failed, List<String> left, String history, String again, @Nullable String repaired,
            @Nullable String removed, @Nullable String cleaned) {}

    /// A script that waits for ever.
    ///
    /// @param waits the application whose session waits
    /// @param holds the application whose session it waits for
    /// @param state what that session does
    /// @param cancelled what the database says when the waiting one is cancelled
    /// @param left what is there of it
    /// @param lockOff what Flyway says when that is removed and its lock is no transaction
    record Hang(String waits, String holds, String state, String cancelled, List<String> left, String lockOff) {}

    /// Version 2 fails in the third of its four statements.
    Left inTransaction() throws IOException, SQLException {
        folder.put("V2__parts.sql", HALF);
        return fails("part", () -> folder.put("V2__parts.sql", WHOLE), null);
    }

    /// The same, but each statement is a transaction of its own.
    Left withoutTransaction() throws IOException, SQLException {
        folder.put("V2__parts.sql", HALF).put("V2__parts.sql.conf", "executeInTransaction=false\n");
        return fails("part", () -> folder.put("V2__parts.sql", WHOLE), "DROP TABLE part_1, part_2");
    }

    /// Version 2 makes a unique index of a column that is not unique.
    Left concurrently() throws IOException, SQLException {
        folder.put("V2__index.sql", "CREATE UNIQUE INDEX CONCURRENTLY part_index ON account (owner);\n");
        return fails("part", () -> Database.execute(postgres, "DELETE FROM account WHERE id > 1"),
                "DROP INDEX CONCURRENTLY part_index");
    }

    /// Puts something right.
    @FunctionalInterface
    private interface Mend {
        void mend() throws IOException, SQLException;
    }

    private Left fails(String prefix, Mend mend, @Nullable String cleanUp) throws IOException, SQLException {
        folder.put("V1__account.sql", """
                CREATE TABLE account (id int PRIMARY KEY, owner text);
                INSERT INTO account VALUES (1, 'Ann'), (2, 'Ann');
                """);
        var failed = WithFlyway.migrate(flyway(false));
        var left = Database.relations(postgres, prefix);
        var history = WithFlyway.history(flyway(false));
        mend.mend();
        var again = WithFlyway.migrate(flyway(false));
        if (cleanUp == null) {
            return new Left(failed, left, history, again, null, null, null);
        }
        var repaired = repairAndMigrate();
        Database.execute(postgres, cleanUp);
        var removed = WithFlyway.migrate(flyway(false));
        return new Left(failed, left, history, again, repaired, removed, repairAndMigrate());
    }

    private String repairAndMigrate() {
        flyway(false).load().repair(); // takes the failed row out of the history
        return WithFlyway.migrate(flyway(false));
    }

    // @start region=hang
    /// Version 2 makes an index concurrently, with Flyway's default lock: a transaction that stays open on a second
    /// connection. The index waits for every transaction with an older snapshot, and so for that one.
    Hang defaultLock() throws IOException, SQLException, InterruptedException, ExecutionException {
        folder.put("V1__account.sql", "CREATE TABLE account (id int PRIMARY KEY, owner text);\n");
        folder.put("V2__index.sql", "CREATE INDEX CONCURRENTLY part_index ON account (owner);\n");
        try (var starter = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> migrate = starter.submit(() -> WithFlyway.migrate(flyway(true)));
            Database.await(postgres, 1, WAITING.formatted("waits.pid"));
            var waits = ask("waits.application_name");
            var holds = ask("holds.application_name");
            var state = ask("holds.state");
            Database.query(postgres, WAITING.formatted("pg_cancel_backend(waits.pid)"));
            var cancelled = migrate.get();
            var left = Database.relations(postgres, "part");
            Database.execute(postgres, "DROP INDEX part_index");
            return new Hang(waits, holds, state, cancelled, left, repairAndMigrate());
        }
    }

    private static final String WAITING = """
            SELECT %s FROM pg_stat_activity waits
            JOIN pg_stat_activity holds ON holds.pid = ANY (pg_blocking_pids(waits.pid))
            WHERE waits.datname = current_database() AND waits.query LIKE 'CREATE INDEX%%'""";
    // @end

    private String ask(String column) throws SQLException {
        return Database.query(postgres, WAITING.formatted(column)).getFirst();
    }

    private FluentConfiguration flyway(boolean transactionalLock) {
        var defaults = WithFlyway.on(Database.named(postgres, "flyway"), folder.path())
                .initSql("SET statement_timeout = '1min'"); // where it waits for itself and nobody cancels it
        return transactionalLock
                ? defaults
                : defaults.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
    }
}
