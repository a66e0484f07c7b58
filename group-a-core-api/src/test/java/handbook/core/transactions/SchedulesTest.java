package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.transactions.Schedules.Played;
import handbook.core.transactions.Schedules.Strip;
import handbook.core.transactions.Schedules.Verdict;
import handbook.support.server.Postgres;
import handbook.support.sql.Interleaving;
import handbook.support.sql.Interleaving.Step;
import handbook.support.sql.Sql;

class SchedulesTest {
    private static final Set<List<Integer>> WITHOUT_OVERLAP = Set.of(List.of(0, 0, 0, 1, 1, 1),
            List.of(1, 1, 1, 0, 0, 0));
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

    /// The two schedules without overlap right, the 18 others wrong, no session ended early.
    private static void assertWrong(Scenario scenario, Level level) throws SQLException {
        var strip = schedules.play(scenario, level);
        assertThat(verdicts(strip)).isEqualTo(where18Are(Verdict.WRONG));
        assertThat(strip.states()).isEmpty();
    }

    /// The two schedules without overlap right, of the others one session each aborted.
    private static void assertAborted(Scenario scenario, Level level, String state) throws SQLException {
        var strip = schedules.play(scenario, level);
        assertThat(verdicts(strip)).isEqualTo(where18Are(Verdict.ABORTED));
        assertThat(strip.states()).isEqualTo(Collections.nCopies(18, state));
    }

    private static List<Verdict> verdicts(Strip strip) {
        return strip.played().stream().map(Played::verdict).toList();
    }

    /// Named one by one, so that the 18 are the same ones in every scenario and at every level.
    private static List<Verdict> where18Are(Verdict verdict) {
        return Interleaving.schedules(3, 3).stream()
                .map(schedule -> WITHOUT_OVERLAP.contains(schedule) ? Verdict.RIGHT : verdict).toList();
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
    @DisplayName("At REPEATABLE READ the same FOR UPDATE is aborted in 18 of 20 schedules: the row is newer than the snapshot")
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
    @DisplayName("An UPDATE of that row, at REPEATABLE READ, leaves none wrong: 18 of 20 schedules are aborted with 40001")
    void writeSkewWithUpdate() throws SQLException {
        try (var connection = postgres.connect()) {
            for (var schedule : Interleaving.schedules(3, 3)) {
                Scenario.WRITE_SKEW.reset(connection);
                var outcome = schedules.run(Level.REPEATABLE_READ, schedule, goOffCall(0), goOffCall(1));
                assertThat(outcome.states()).filteredOn(Objects::nonNull).as("%s", schedule)
                        .isEqualTo(WITHOUT_OVERLAP.contains(schedule) ? List.of() : List.of("40001"));
                assertThat(Sql.number(connection, "SELECT sum(value) FROM account")).isEqualTo(1);
            }
        }
    }

    /// As in [Scenario#WRITE_SKEW_WITH_LOCK], but the row that stands for the rule is updated, not locked.
    private static List<Step> goOffCall(int session) {
        var scenario = Scenario.WRITE_SKEW.steps(session);
        return List.of(connection -> {
            Sql.update(connection, "UPDATE shift SET id = id WHERE id = 1");
            scenario.get(0).run(connection);
        }, scenario.get(1), scenario.get(2));
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

    @Test
    @DisplayName("Two who take FOR SHARE on one row and then update it deadlock in all 12 schedules in which both have the lock, whoever updates first; with FOR UPDATE in none")
    void strongestFirst() throws SQLException {
        for (var schedule : Interleaving.schedules(3, 3)) {
            boolean bothShare = !schedule.get(0).equals(schedule.get(1));
            assertThat(lockThenAdd(schedule, "SHARE")).as("%s", schedule)
                    .isEqualTo(bothShare ? List.of("40P01") : List.of());
            assertThat(lockThenAdd(schedule, "UPDATE")).as("%s", schedule).isEmpty();
        }
    }

    /// The SQL states of those who did not come to their end.
    private static List<String> lockThenAdd(List<Integer> schedule, String lock) throws SQLException {
        List<Step> steps = List.of(
                connection -> Sql.number(connection, "SELECT value FROM account WHERE id = 'a' FOR " + lock),
                connection -> Sql.update(connection, "UPDATE account SET value = value + 1 WHERE id = 'a'"),
                Connection::commit);
        var states = schedules.run(Level.READ_COMMITTED, schedule, steps, steps).states();
        return states.stream().filter(Objects::nonNull).toList();
    }
}
