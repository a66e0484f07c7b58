package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import handbook.core.transactions.Anomaly.Cell;
import handbook.core.transactions.AnomalyMatrixExample.Matrix;
import handbook.core.transactions.AnomalyMatrixExample.Played;
import handbook.support.server.Postgres;

/// One thread plays all parts of an anomaly: that nobody waits is shown by its coming to the end. Who waits for the
/// server cannot be interrupted, so the limit needs a thread of its own.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class LevelsTest {
    private static Postgres postgres;
    private static Matrix matrix;

    @BeforeAll
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // the one at the class is for its tests only
    static void run() throws SQLException {
        postgres = Postgres.open();
        matrix = AnomalyMatrixExample.run(postgres);
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    private static List<Cell> cells(Level level) {
        return matrix.cells().stream().filter(played -> played.level() == level).map(Played::server).toList();
    }

    private static Cell cell(Anomaly anomaly, Level level) {
        return matrix.cells().stream().filter(played -> played.anomaly() == anomaly && played.level() == level)
                .map(Played::server).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("READ UNCOMMITTED shows no dirty row, and all the rest that READ COMMITTED shows, while the server calls it \"read uncommitted\"")
    void readUncommitted() throws SQLException {
        assertThat(cell(Anomaly.DIRTY_READ, Level.READ_UNCOMMITTED)).hasToString("no");
        assertThat(cells(Level.READ_UNCOMMITTED)).isEqualTo(cells(Level.READ_COMMITTED));
        try (var tx = SqlStore.empty(postgres).begin(Level.READ_UNCOMMITTED);
                var statement = tx.connection().createStatement();
                var result = statement.executeQuery("SHOW transaction_isolation")) {
            result.next();
            assertThat(result.getString(1)).isEqualTo("read uncommitted");
        }
    }

    @Test
    @DisplayName("REPEATABLE READ shows no phantom, which the standard would allow")
    void noPhantom() {
        var cell = cell(Anomaly.PHANTOM, Level.REPEATABLE_READ);
        assertThat(cell).isEqualTo(new Cell(false, null));
        assertThat(Anomaly.PHANTOM.isStricterThanStandard(Level.REPEATABLE_READ, cell)).isTrue();
    }

    @Test
    @DisplayName("SERIALIZABLE lets no anomaly through, write skew and the read-only anomaly included; it aborts, and its readers make nobody wait")
    void serializable() {
        assertThat(cells(Level.SERIALIZABLE)).noneMatch(Cell::happened);
        assertThat(List.of(Anomaly.LOST_UPDATE, Anomaly.WRITE_SKEW, Anomaly.READ_ONLY))
                .allSatisfy(anomaly -> assertThat(cell(anomaly, Level.SERIALIZABLE)).hasToString("40001"));
    }

    @Test
    @DisplayName("A deadlock has one victim, 40P01, at every level")
    void deadlock() {
        assertThat(matrix.deadlocks()).containsOnlyKeys(Level.values());
        assertThat(matrix.deadlocks().values()).containsOnly("40P01");
    }

    @Test
    @DisplayName("A SERIALIZABLE transaction is safe only among its like: against one at REPEATABLE READ write skew happens")
    void mixed() throws SQLException {
        SqlStore store = SqlStore.empty(postgres);
        try (var first = store.begin(Level.SERIALIZABLE)) {
            first.write("alice", 1);
            first.write("bob", 1);
            first.commit();
        }
        try (var alice = store.begin(Level.SERIALIZABLE); var bob = store.begin(Level.REPEATABLE_READ)) {
            assertThat(alice.readAll()).containsEntry("bob", 1L);
            assertThat(bob.readAll()).containsEntry("alice", 1L);
            alice.write("alice", 0);
            alice.commit();
            bob.write("bob", 0);
            bob.commit();
        }
        try (var reader = store.begin(Level.READ_COMMITTED)) {
            assertThat(reader.readAll()).containsEntry("alice", 0L).containsEntry("bob", 0L);
        }
    }
}
