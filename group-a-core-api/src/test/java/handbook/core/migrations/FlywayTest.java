package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Statements;

class FlywayTest extends OnScripts {
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
    @DisplayName("A file with a wrong name is passed over by default, and refused with validateMigrationNaming")
    void wrongName() throws IOException {
        folder.put("V3_c.sql", "CREATE TABLE c (id int);\n");
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
            return statements.executed().stream().filter(sql -> sql.contains("pg_try_advisory_xact_lock")).count();
        }
    }

    @Test
    @DisplayName("A starter that waits for Flyway's lock gives up after lockRetryCount tries, 50 by default")
    void lockRetryCount() throws Exception {
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = Database.before("CREATE TABLE b", () -> {
            inside.countDown();
            await(goOn);
        }, postgres.dataSource());
        assertThat(flyway().getLockRetryCount()).isEqualTo(50);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> WithFlyway.migrate(WithFlyway.on(slow, folder.path())));
            inside.await();
            var second = WithFlyway.migrate(flyway().lockRetryCount(1));
            goOn.countDown();
            assertThat(second).contains("lock");
            assertThat(first.get()).isEqualTo("executed 1, 2");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
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
