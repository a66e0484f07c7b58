package handbook.support.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.support.server.Postgres;
import handbook.support.sql.Interleaving.Outcome;
import handbook.support.sql.Interleaving.Step;

class InterleavingTest {
    private static Postgres postgres;

    private long read1;
    private long read2;

    @BeforeAll
    static void open() throws SQLException {
        postgres = Postgres.open();
        execute("CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)");
        execute("INSERT INTO account VALUES (1, 0), (2, 0)");
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @BeforeEach
    void reset() throws SQLException {
        execute("UPDATE account SET balance = 0");
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = postgres.connect()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long balance(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT balance FROM account WHERE id = 1")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static List<Outcome> runAll(int isolation, List<Step> first, List<Step> second, List<Long> balances)
            throws SQLException {
        try (var one = postgres.connect();
                var two = postgres.connect();
                var monitor = postgres.connect();
                var interleaving = new Interleaving(one, two, monitor)) {
            one.setTransactionIsolation(isolation);
            two.setTransactionIsolation(isolation);
            var outcomes = new ArrayList<Outcome>();
            for (var schedule : Interleaving.schedules(first.size(), second.size())) {
                execute("UPDATE account SET balance = 0");
                outcomes.add(interleaving.run(schedule, first, second));
                balances.add(balance(monitor));
            }
            return outcomes;
        }
    }

    private List<Outcome> deposits(int isolation, List<Long> balances) throws SQLException {
        List<Step> first = List.of(c -> read1 = balance(c),
                c -> execute(c, "UPDATE account SET balance = " + (read1 + 1) + " WHERE id = 1"), Connection::commit);
        List<Step> second = List.of(c -> read2 = balance(c),
                c -> execute(c, "UPDATE account SET balance = " + (read2 + 1) + " WHERE id = 1"), Connection::commit);
        return runAll(isolation, first, second, balances);
    }

    @Test
    void threeStepsEachHave20DifferentSchedules() {
        assertThat(Interleaving.schedules(3, 3)).hasSize(20).doesNotHaveDuplicates()
                .allSatisfy(schedule -> assertThat(schedule).filteredOn(session -> session == 0).hasSize(3));
    }

    @Test
    void ofAllReadComputeWriteSchedules18LoseAnUpdateAtReadCommitted() throws SQLException {
        var balances = new ArrayList<Long>();
        var outcomes = deposits(Connection.TRANSACTION_READ_COMMITTED, balances);
        assertThat(outcomes).noneMatch(Outcome::isAborted);
        assertThat(balances.stream().filter(balance -> balance == 1)).hasSize(18);
        assertThat(balances.stream().filter(balance -> balance == 2)).hasSize(2);
    }

    @Test
    void atRepeatableReadTheSame18AreAbortedInstead() throws SQLException {
        var outcomes = deposits(Connection.TRANSACTION_REPEATABLE_READ, new ArrayList<>());
        assertThat(outcomes.stream().flatMap(outcome -> outcome.states().stream()).filter(Objects::nonNull))
                .hasSize(18).containsOnly("40001");
    }

    @Test
    void aBlockedStepWaitsAndItsSuccessorsWaitBehindIt() throws SQLException {
        List<Step> first = List.of(c -> execute(c, "UPDATE account SET balance = 10 WHERE id = 1"),
                Connection::commit);
        List<Step> second = List.of(c -> execute(c, "UPDATE account SET balance = balance + 1 WHERE id = 1"),
                Connection::commit);
        var balances = new ArrayList<Long>();
        runAll(Connection.TRANSACTION_READ_COMMITTED, first, second, balances);
        // 11 where the first wrote first, also when the second's two steps came between; 10 where it wrote last
        assertThat(balances).containsExactly(11L, 11L, 11L, 10L, 10L, 10L);
    }

    @Test
    void ofTwoSessionsThatLockInOppositeOrderTheServerEndsOne() throws SQLException {
        List<Step> first = Stream.of(1, 2).<Step>map(id -> c -> lock(c, id)).toList();
        List<Step> second = Stream.of(2, 1).<Step>map(id -> c -> lock(c, id)).toList();
        var outcome = run(List.of(0, 1, 0, 1), first, second);
        assertThat(outcome.states()).containsOnlyOnce("40P01").containsNull();
    }

    private static Outcome run(List<Integer> schedule, List<Step> first, List<Step> second) throws SQLException {
        try (var one = postgres.connect();
                var two = postgres.connect();
                var monitor = postgres.connect();
                var interleaving = new Interleaving(one, two, monitor)) {
            return interleaving.run(schedule, first, second);
        }
    }

    @Test
    void aStepThatFailsOtherwiseThanBySqlIsTold() {
        var wrong = new AssertionError("wrong");
        List<Step> first = List.of(c -> {
            throw wrong;
        }, c -> {
            throw new AssertionError("goes on after a failure");
        });
        assertThatThrownBy(() -> run(List.of(0, 0, 1), first, List.of(Connection::commit)))
                .isInstanceOf(IllegalStateException.class).hasCause(wrong);
    }

    @Test
    void anErrorWithoutAStateIsAnError() throws SQLException {
        List<Step> first = List.of(c -> {
            throw new SQLException("no state");
        });
        var outcome = run(List.of(0, 1), first, List.of(Connection::commit));
        assertThat(outcome.states()).containsExactly("?????", null);
    }

    @Test
    void aScheduleOfOtherStepsIsRefused() {
        List<Step> one = List.of(Connection::commit);
        for (var schedule : List.of(List.of(0), List.of(0, 0), List.of(0, 2), List.of(0, 1, 1))) {
            assertThatThrownBy(() -> run(schedule, one, one)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(schedule.toString());
        }
    }

    @Test
    @Timeout(60)
    void aRunThatFailsMidwayCanBeClosed() throws SQLException {
        try (var monitor = postgres.connect()) {
            var pid = Sql.number(monitor, "SELECT pg_backend_pid()");
            List<Step> first = List.of(c -> lock(c, 1));
            List<Step> second = List.of(c -> {
                execute(c, "SELECT pg_terminate_backend(" + pid + ")");
                lock(c, 1);
            });
            try (var one = postgres.connect(); var two = postgres.connect()) {
                try (var interleaving = new Interleaving(one, two, monitor)) {
                    assertThatThrownBy(() -> interleaving.run(List.of(0, 1), first, second))
                            .isInstanceOf(SQLException.class);
                } // the second still waits for the first
                assertThat(one.isValid(10)).isTrue();
            }
        }
    }

    private static void lock(Connection connection, int id) throws SQLException {
        execute(connection, "SELECT * FROM account WHERE id = " + id + " FOR UPDATE");
    }
}
