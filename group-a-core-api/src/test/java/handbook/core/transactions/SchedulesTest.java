package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Collections;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.transactions.Schedules.Verdict;
import handbook.support.server.Postgres;

class SchedulesTest {
    private static Postgres postgres;
    private static Schedules schedules;

    @BeforeAll
    static void open() throws SQLException {
        postgres = Postgres.open();
        schedules = new Schedules(postgres);
    }

    @AfterAll
    static void close() throws SQLException {
        schedules.close();
        postgres.close();
    }

    /// All 20 right, no session ended early.
    private static void assertAllRight(Scenario scenario, Level level) throws SQLException {
        var strip = schedules.play(scenario, level);
        assertThat(strip.count(Verdict.RIGHT)).isEqualTo(20);
        assertThat(strip.states()).isEmpty();
    }

    /// The two schedules without overlap right, 18 wrong, no session ended early.
    private static void assertWrong(Scenario scenario, Level level) throws SQLException {
        var strip = schedules.play(scenario, level);
        assertThat(strip.count(Verdict.RIGHT)).isEqualTo(2);
        assertThat(strip.count(Verdict.WRONG)).isEqualTo(18);
        assertThat(strip.states()).isEmpty();
    }

    /// The two schedules without overlap right, of the others one session each aborted.
    private static void assertAborted(Scenario scenario, Level level, String state) throws SQLException {
        var strip = schedules.play(scenario, level);
        assertThat(strip.count(Verdict.RIGHT)).isEqualTo(2);
        assertThat(strip.count(Verdict.ABORTED)).isEqualTo(18);
        assertThat(strip.states()).isEqualTo(Collections.nCopies(18, state));
    }

    @Test
    @DisplayName("Read, compute, write: of 20 schedules 18 lose an addition at READ COMMITTED; at REPEATABLE READ and SERIALIZABLE none, and 18 are aborted with 40001")
    void readComputeWrite() throws SQLException {
        assertWrong(Scenario.READ_COMPUTE_WRITE, Level.READ_COMMITTED);
        assertAborted(Scenario.READ_COMPUTE_WRITE, Level.REPEATABLE_READ, "40001");
        assertAborted(Scenario.READ_COMPUTE_WRITE, Level.SERIALIZABLE, "40001");
    }

    @Test
    @DisplayName("One atomic UPDATE is right in all 20 schedules at READ COMMITTED, and so is SELECT FOR UPDATE")
    void atomicAndForUpdate() throws SQLException {
        assertAllRight(Scenario.ATOMIC_UPDATE, Level.READ_COMMITTED);
        assertAllRight(Scenario.FOR_UPDATE, Level.READ_COMMITTED);
    }

    @Test
    @DisplayName("At REPEATABLE READ the same FOR UPDATE is aborted in 18 of 20 schedules: the lock comes, the snapshot stays old")
    void forUpdateUnderSnapshot() throws SQLException {
        assertAborted(Scenario.FOR_UPDATE, Level.REPEATABLE_READ, "40001");
    }

    @Test
    @DisplayName("With a version column nothing is lost at READ COMMITTED: in 18 of 20 schedules the second saver is told")
    void versionColumn() throws SQLException {
        assertAborted(Scenario.VERSION_COLUMN, Level.READ_COMMITTED, "stale");
    }

    @Test
    @DisplayName("Check the balance, then withdraw: of 20 schedules 18 overdraw at READ COMMITTED; with a CHECK constraint none, at any level")
    void withdrawal() throws SQLException {
        assertWrong(Scenario.WITHDRAWAL, Level.READ_COMMITTED);
        assertAborted(Scenario.WITHDRAWAL_WITH_CHECK, Level.READ_COMMITTED, "23514");
        assertAborted(Scenario.WITHDRAWAL_WITH_CHECK, Level.REPEATABLE_READ, "40001");
        assertAborted(Scenario.WITHDRAWAL_WITH_CHECK, Level.SERIALIZABLE, "40001");
    }

    @Test
    @DisplayName("Write skew: of 20 schedules 18 are wrong at READ COMMITTED and the same 18 at REPEATABLE READ; at SERIALIZABLE none, and 18 are aborted with 40001")
    void writeSkew() throws SQLException {
        assertWrong(Scenario.WRITE_SKEW, Level.READ_COMMITTED);
        assertWrong(Scenario.WRITE_SKEW, Level.REPEATABLE_READ);
        assertAborted(Scenario.WRITE_SKEW, Level.SERIALIZABLE, "40001");
    }

    @Test
    @DisplayName("A locked row that stands for the rule makes all 20 right at READ COMMITTED; at REPEATABLE READ the same 18 stay wrong: the lock does not renew the snapshot")
    void writeSkewWithLock() throws SQLException {
        assertAllRight(Scenario.WRITE_SKEW_WITH_LOCK, Level.READ_COMMITTED);
        assertWrong(Scenario.WRITE_SKEW_WITH_LOCK, Level.REPEATABLE_READ);
    }

    @Test
    @DisplayName("Two transfers that lock in opposite order: 12 of 20 schedules end in a deadlock, with one victim each, 40P01")
    void oppositeOrder() throws SQLException {
        var strip = schedules.play(Scenario.TRANSFER, Level.READ_COMMITTED);
        assertThat(strip.count(Verdict.RIGHT)).isEqualTo(8);
        assertThat(strip.states()).isEqualTo(Collections.nCopies(12, "40P01"));
        assertThat(strip.played()).filteredOn(played -> played.verdict() == Verdict.ABORTED).hasSize(12)
                .allSatisfy(played -> assertThat(played.outcome().states()).filteredOn(Objects::nonNull).hasSize(1));
    }

    @Test
    @DisplayName("In one order no schedule deadlocks")
    void oneOrder() throws SQLException {
        assertAllRight(Scenario.ORDERED_TRANSFER, Level.READ_COMMITTED);
    }
}
