package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.sql.Sql;

class IndexCheckerTest extends OnPostgres {
    @BeforeEach
    void createTable() throws SQLException {
        session.run("CREATE TABLE checked (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b))"
                + " WITH (autovacuum_enabled = false)",
                "INSERT INTO checked SELECT i / 2, i % 5000 FROM generate_series(1, 10000) AS i",
                "VACUUM (ANALYZE) checked");
    }

    @AfterEach
    void dropTable() throws SQLException {
        session.run("DROP TABLE checked");
    }

    @Test
    @DisplayName("A concurrent build that fails leaves an index that is not valid: no query uses it, and the checker lists it")
    void invalid() throws SQLException {
        assertRefused(() -> session.run("CREATE UNIQUE INDEX CONCURRENTLY broken ON checked (b)"), "23505");
        assertReadsAll(session.plan("SELECT * FROM checked WHERE b = 42"));
        assertThat(IndexChecker.faults(session)).containsExactly("broken: not valid, drop it and build it again");

        session.run("DROP INDEX CONCURRENTLY broken", "CREATE INDEX CONCURRENTLY mended ON checked (b)");
        assertUses(session.plan("SELECT * FROM checked WHERE b = 42"), "mended");
        assertThat(IndexChecker.faults(session)).isEmpty();
    }

    @Test
    @DisplayName("The checker does not list an index that is still being built concurrently, though it is not valid yet")
    void beingBuilt() throws Exception {
        try (var builder = postgres.connect(); var older = postgres.connect()) {
            older.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            older.setAutoCommit(false);
            Sql.number(older, "SELECT count(*) FROM checked"); // the build ends when this snapshot has ended
            var build = new FutureTask<>(() -> Sql.update(builder, "CREATE INDEX CONCURRENTLY slow ON checked (b)"));
            Thread.ofVirtual().start(build);
            await().atMost(Duration.ofMinutes(1)).pollInSameThread()
                    .until(() -> session.number("SELECT count(*) FROM pg_stat_progress_create_index"
                            + " WHERE datname = current_database() AND phase = 'waiting for old snapshots'") == 1);
            assertThat(notValid()).containsExactly("slow");
            assertThat(IndexChecker.faults(session)).isEmpty();
            older.commit();
            build.get(1, TimeUnit.MINUTES);
            assertThat(notValid()).isEmpty();
        }
    }

    private static List<String> notValid() throws SQLException {
        return session.rows("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid").stream()
                .map(List::getFirst).toList();
    }

    @Test
    @DisplayName("Nor does it list the index of an EXCLUDE constraint, though no query has read it and another one begins with its column")
    void exclusion() throws SQLException {
        session.run("CREATE TABLE booked (room int NOT NULL, day int NOT NULL, PRIMARY KEY (room, day),"
                + " EXCLUDE USING btree (room WITH =))"); // the primary key begins with its column
        var faults = IndexChecker.faults(session);
        session.run("DROP TABLE booked");
        assertThat(faults).isEmpty();
    }

    @Test
    @DisplayName("The checker lists an index whose columns another one begins with, a copy, and one that no query has read")
    void wasted() throws SQLException {
        session.run("CREATE INDEX beginning ON checked (a)", "CREATE INDEX used ON checked (b, a)",
                "CREATE INDEX zcopy ON checked (b, a)", "CREATE INDEX partial ON checked (b) WHERE a = 1",
                "CREATE INDEX backward ON checked (b DESC) INCLUDE (a)",
                "CREATE INDEX zbackward ON checked (b DESC) INCLUDE (a)",
                "CREATE INDEX bcovering ON checked (a) INCLUDE (b)");
        session.plan("SELECT * FROM checked WHERE b = 42 AND a = 21");
        var faults = IndexChecker.faults(session);
        assertThat(faults).filteredOn(fault -> fault.contains("begins with")).containsExactly(
                "bcovering: checked_pkey begins with its columns",
                "beginning: bcovering begins with its columns", "beginning: checked_pkey begins with its columns",
                "zbackward: backward begins with its columns", "zcopy: used begins with its columns");
        assertThat(faults).filteredOn(fault -> fault.startsWith("partial: read by no query since ")).hasSize(1);
        assertThat(faults).noneMatch(fault -> fault.startsWith("checked_pkey"));
    }
}
