package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Properties;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// A transaction has done one thing, and then nothing more. Can VACUUM remove what died in another table since?
class IdleTransactionTest {
    private static final Pattern DEAD = Pattern.compile("(\\d+) are dead but not yet removable");
    private Postgres postgres;
    private Connection idle;
    private Connection busy;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        idle = postgres.connect();
        busy = postgres.connect();
        assumeTrue(Sql.number(busy, "SELECT (current_setting('lc_messages') ~* '^(c|posix|en)\\y')::int") == 1,
                "what VACUUM says is read in English");
        Sql.update(busy, "CREATE TABLE mine (n int)");
        Sql.update(busy, "CREATE TABLE theirs (n int) WITH (autovacuum_enabled = false)");
        Sql.update(busy, "INSERT INTO theirs SELECT generate_series(1, 1000)");
    }

    @AfterEach
    void close() throws SQLException {
        idle.close();
        busy.close();
        postgres.close();
    }

    private long deadAfterVacuum() throws SQLException {
        Sql.update(busy, "UPDATE theirs SET n = n + 1");
        var said = new ArrayList<String>();
        try (var statement = busy.createStatement()) {
            statement.execute("VACUUM (VERBOSE) theirs");
            for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                said.add(warning.getMessage());
            }
        }
        var dead = DEAD.matcher(String.join(" ", said));
        assertThat(dead.find()).as("%s", said).isTrue();
        return Long.parseLong(dead.group(1));
    }

    private void begin(Level level) throws SQLException {
        idle.setTransactionIsolation(level.jdbc());
        idle.setAutoCommit(false);
    }

    @Test
    @DisplayName("An idle transaction at REPEATABLE READ that has read, in any table, keeps VACUUM from removing 1,000 dead rows; its commit frees them")
    void snapshot() throws SQLException {
        begin(Level.REPEATABLE_READ);
        Sql.number(idle, "SELECT count(*) FROM mine");
        assertThat(deadAfterVacuum()).isEqualTo(1_000);
        idle.commit();
        assertThat(deadAfterVacuum()).isZero();
    }

    @Test
    @DisplayName("So does one at READ COMMITTED that has written or, over JDBC, read last; in the simple query protocol a read leaves nothing behind")
    void readCommitted() throws SQLException {
        begin(Level.READ_COMMITTED);
        Sql.number(idle, "SELECT count(*) FROM mine");
        assertThat(deadAfterVacuum()).isEqualTo(1_000);
        idle.commit();
        Sql.update(idle, "INSERT INTO mine VALUES (1)");
        assertThat(deadAfterVacuum()).isEqualTo(1_000);
        var properties = new Properties();
        properties.setProperty("preferQueryMode", "simple");
        try (var simple = DriverManager.getConnection(postgres.url(), properties)) {
            idle.commit();
            simple.setAutoCommit(false);
            Sql.number(simple, "SELECT count(*) FROM mine");
            assertThat(deadAfterVacuum()).isZero();
            Sql.update(simple, "INSERT INTO mine VALUES (1)");
            assertThat(deadAfterVacuum()).isEqualTo(1_000);
        }
    }
}
