package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import handbook.support.sql.Statements;

class FlywayTest extends OnScripts {
    private static final String LOCK = "pg_try_advisory_xact_lock";
    private static final String ADVISORY = """
            SELECT state FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE datname = current_database() AND locktype = 'advisory' AND %s""";

    @BeforeEach
    void putScripts() throws IOException {
        folder.put("V1__a.sql", "CREATE TABLE a (id int);\n").put("V2__b.sql", "CREATE TABLE b (id int);\n");
    }

    private FluentConfiguration flyway() {
        return WithFlyway.on(postgres.dataSource(), folder.path());
    }

    private String migrate() {
        return WithFlyway.migrate(flyway());
    }

    private boolean isThere(String table) throws SQLException {
        return !Database.relations(postgres, table).isEmpty();
    }

    @Test
    @DisplayName("Flyway's checksum is the same for CRLF and LF; one blank at the end of a line changes it")
    void checksum() throws IOException {
        migrate();
        folder.put("V1__a.sql", "CREATE TABLE a (id int);\r\n");
        assertThat(migrate()).isEqualTo("nothing to do");
        folder.put("V1__a.sql", "CREATE TABLE a (id int); \n");
        assertThat(migrate()).isEqualTo("Migration checksum mismatch for migration version 1");
    }

    @Test
    @DisplayName("A baseline script starts a new database, and an old one passes it over")
    void baselineScript() throws IOException, SQLException {
        migrate();
        folder.put("B2__all.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
        folder.put("V3__c.sql", "CREATE TABLE c (id int);\n");
        assertThat(migrate()).isEqualTo("executed 3");
        try (var fresh = Postgres.open()) {
            var flyway = WithFlyway.on(fresh.dataSource(), folder.path());
            assertThat(WithFlyway.migrate(flyway)).isEqualTo("executed 2, 3");
            assertThat(Database.query(fresh, "SELECT type FROM flyway_schema_history ORDER BY installed_rank"))
                    .containsExactly("SQL_BASELINE", "SQL");
        }
    }

    @Test
    @DisplayName("Where the scripts behind a baseline are gone, a database that has run them is refused until they are ignored or repaired")
    void squashed() throws IOException {
        migrate();
        squash();
        assertThat(migrate()).isEqualTo("Detected applied migration not resolved locally: 1.");
        assertThat(WithFlyway.migrate(flyway().ignoreMigrationPatterns("*:missing", "*:future")))
                .isEqualTo("executed 3");
        assertThat(migrate()).isEqualTo("Detected applied migration not resolved locally: 1.");
        flyway().load().repair();
        assertThat(migrate()).isEqualTo("nothing to do");
    }

    @Test
    @DisplayName("Repaired before a version above the baseline has run, such a database runs the baseline script: 42P07")
    void repairedTooEarly() throws IOException {
        migrate();
        squash();
        flyway().load().repair();
        assertThat(migrate()).isEqualTo("SQL state 42P07");
    }

    private void squash() throws IOException {
        folder.delete("V1__a.sql");
        folder.delete("V2__b.sql");
        folder.put("B2__all.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
        folder.put("V3__c.sql", "CREATE TABLE c (id int);\n");
    }

    @Test
    @DisplayName("An older version of the service starts: rows above the highest file pass by default, not with ignoreMigrationPatterns=*:ignored alone")
    void future() throws IOException {
        migrate();
        folder.delete("V2__b.sql");
        assertThat(migrate()).isEqualTo("nothing to do");
        assertThat(WithFlyway.migrate(flyway().ignoreMigrationPatterns("*:ignored")))
                .isEqualTo("Detected applied migration not resolved locally: 2.");
        assertThat(WithFlyway.migrate(flyway().ignoreMigrationPatterns("*:ignored", "*:future")))
                .isEqualTo("nothing to do");
    }

    @Test
    @DisplayName("baselineOnMigrate marks version 1 as done though its table is not there; without it a database with tables is refused")
    void baselineOnMigrate() throws SQLException {
        Database.execute(postgres, "CREATE TABLE legacy (id int)");
        assertThat(migrate()).startsWith("Found non-empty schema(s) \"public\" but no schema history table");
        assertThat(WithFlyway.migrate(flyway().baselineOnMigrate(true))).isEqualTo("executed 2");
        assertThat(WithFlyway.history(flyway())).isEqualTo("1, 2");
        assertThat(isThere("a")).isFalse();
    }

    @Test
    @DisplayName("A repeatable script runs after the versioned ones, and again when its text has changed")
    void repeatable() throws IOException {
        folder.put("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS n;\n");
        assertThat(migrate()).isEqualTo("executed 1, 2, R");
        assertThat(migrate()).isEqualTo("nothing to do");
        folder.put("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 2 AS n;\n");
        assertThat(migrate()).isEqualTo("executed R");
    }

    @Test
    @DisplayName("A repeatable script that is gone is refused; a version that drops the view and an emptied script run, also on a new database")
    void repeatableIsGone() throws IOException, SQLException {
        folder.put("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT 1 AS n;\n");
        migrate();
        folder.delete("R__view.sql");
        assertThat(migrate()).isEqualTo("Detected applied migration not resolved locally: view.");
        folder.put("V3__no_view.sql", "DROP VIEW IF EXISTS v;\n").put("R__view.sql", "");
        assertThat(migrate()).isEqualTo("executed 3, R");
        assertThat(isThere("v")).isFalse();
        try (var fresh = Postgres.open()) {
            assertThat(WithFlyway.migrate(WithFlyway.on(fresh.dataSource(), folder.path())))
                    .isEqualTo("executed 1, 2, 3, R");
        }
    }

    @Test
    @DisplayName("A file with a wrong name is passed over by default, and refused with validateMigrationNaming")
    void wrongName() throws IOException {
        folder.put("V3_c.sql", "CREATE TABLE c (id int);\n");
        assertThat(Flyway.configure().isValidateMigrationNaming()).isFalse();
        assertThat(WithFlyway.migrate(flyway().validateMigrationNaming(false))).isEqualTo("executed 1, 2");
        assertThat(migrate()).isEqualTo("Invalid SQL filenames found:");
    }

    @Test
    @DisplayName("Flyway takes its lock for each script anew, so that two replicas may share the work; with group=true once for all")
    void lockForEachScript() throws IOException {
        folder.put("V3__c.sql", "CREATE TABLE c (id int);\n");
        assertThat(locksTaken(false)).isEqualTo(5); // for the history table, for each script, to see that none is left
        assertThat(locksTaken(true)).isEqualTo(2);
    }

    private long locksTaken(boolean group) {
        try (var fresh = Postgres.open()) {
            var statements = new Statements(fresh.dataSource());
            WithFlyway.on(statements.dataSource(), folder.path()).group(group).load().migrate();
            return locksAsked(statements);
        }
    }

    private static long locksAsked(Statements statements) {
        return statements.executed().stream().filter(sql -> sql.contains(LOCK)).count();
    }

    @Test
    @DisplayName("A starter that waits for Flyway's lock asks again, and gives up after lockRetryCount retries, 50 by default")
    void lockRetryCount() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = stopping("CREATE TABLE b", inside, goOn);
        assertThat(flyway().getLockRetryCount()).isEqualTo(50);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> WithFlyway.migrate(WithFlyway.on(slow, folder.path())));
            await(inside);
            var statements = new Statements(postgres.dataSource());
            var second = WithFlyway.migrate(WithFlyway.on(statements.dataSource(), folder.path()).lockRetryCount(1));
            goOn.countDown();
            assertThat(second).startsWith("Number of retries exceeded while attempting to acquire");
            assertThat(locksAsked(statements)).isEqualTo(2); // once, and once again
            assertThat(first.get()).isEqualTo("executed 1, 2");
        }
    }

    @Test
    @DisplayName("By default Flyway's lock lies on a session that is idle while another one runs the script; with transactional.lock=false on the one that runs it")
    void whoHoldsTheLock() throws Exception {
        assertThat(stateOfLockHolder(Map.of())).isEqualTo("idle in transaction");
        assertThat(stateOfLockHolder(Map.of("flyway.postgresql.transactional.lock", "false"))).isEqualTo("active");
    }

    /// What the session that holds Flyway's lock does, while a script runs that waits for a lock of this test.
    private String stateOfLockHolder(Map<String, String> settings) throws Exception {
        folder.put("V3__waits.sql", "SELECT pg_advisory_xact_lock(7);\n");
        try (var fresh = Postgres.open();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var test = fresh.connect()) {
            Sql.execute(test, "SELECT pg_advisory_lock(7)");
            var migrate = threads.submit(() -> WithFlyway
                    .migrate(WithFlyway.on(fresh.dataSource(), folder.path()).configuration(settings)));
            Database.await(fresh, 1, ADVISORY.formatted("NOT granted"));
            var state = Database.query(fresh, ADVISORY.formatted("granted AND objid <> 7")).getFirst();
            Sql.execute(test, "SELECT pg_advisory_unlock(7)");
            assertThat(migrate.get()).isEqualTo("executed 1, 2, 3");
            return state;
        }
    }

    @Test
    @DisplayName("clean is disabled by default")
    void clean() {
        var flyway = flyway().load();
        assertThatThrownBy(flyway::clean).isInstanceOf(FlywayException.class).hasMessageContaining("cleanDisabled");
    }

    @Test
    @DisplayName("A script that mixes CREATE INDEX CONCURRENTLY with other statements is refused before it begins")
    void mixed() throws IOException, SQLException {
        folder.put("V3__c.sql", "CREATE TABLE c (id int);\nCREATE INDEX CONCURRENTLY c_id ON c (id);\n");
        assertThat(migrate()).startsWith("Detected both transactional and non-transactional statements");
        assertThat(isThere("c")).isFalse();
    }
}
