package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import handbook.core.transactions.Anomaly.Cell;
import handbook.core.transactions.Store.Tx;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// What the whiteboard piece and the database have in common.
@Timeout(60)
class AnomalyContractTest {
    private static final Set<Anomaly> AT_REPEATABLE_READ = EnumSet.of(Anomaly.WRITE_SKEW, Anomaly.READ_ONLY);
    private static Postgres postgres;

    enum Subject {
        POSTGRESQL, TINY_MVCC;

        Store empty() throws SQLException {
            return this == POSTGRESQL ? SqlStore.empty(postgres) : new TinyMvcc();
        }

        /// Whether the thread waits for another transaction to end.
        boolean isWaiting(Thread thread) throws SQLException {
            if (this == TINY_MVCC) {
                return thread.getState() == Thread.State.WAITING;
            }
            try (var monitor = postgres.connect()) {
                return Sql.number(monitor, "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1;
            }
        }
    }

    @BeforeAll
    static void open() {
        postgres = Postgres.open();
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    static Stream<Arguments> subjects() {
        return Arrays.stream(Subject.values()).flatMap(subject -> Stream.of(Level.READ_COMMITTED, Level.REPEATABLE_READ)
                .map(level -> Arguments.of(subject, level)));
    }

    static Stream<Arguments> cells() {
        return subjects().flatMap(subject -> Arrays.stream(Anomaly.values())
                .map(anomaly -> Arguments.of(subject.get()[0], subject.get()[1], anomaly)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    @DisplayName("PostgreSQL and TinyMvcc have the same cells: at READ COMMITTED all anomalies but the dirty read, at REPEATABLE READ only write skew and the read-only anomaly, and 40001 for a lost update")
    void sameCells(Subject subject, Level level, Anomaly anomaly) throws SQLException {
        assertThat(anomaly.play(subject.empty(), level)).isEqualTo(expected(level, anomaly));
    }

    private static Cell expected(Level level, Anomaly anomaly) {
        if (level == Level.READ_COMMITTED) {
            return new Cell(anomaly != Anomaly.DIRTY_READ, null);
        }
        return new Cell(AT_REPEATABLE_READ.contains(anomaly), anomaly == Anomaly.LOST_UPDATE ? "40001" : null);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @DisplayName("Who writes a row that another transaction has written waits for its commit, and then overwrites it at READ COMMITTED and gets 40001 at REPEATABLE READ; who reads it does not wait")
    void secondWriterWaitsForCommit(Subject subject, Level level) throws Exception {
        var store = withX(subject);
        try (var second = store.begin(level); var first = store.begin(level)) { // closes the first one first
            first.write("x", 1);
            assertThat(second.read("x")).isZero();
            var write = awaitWaiting(subject, second);
            first.commit();
            if (level == Level.REPEATABLE_READ) {
                assertThatThrownBy(write::get).isInstanceOf(ExecutionException.class)
                        .cause().isInstanceOfSatisfying(SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            } else {
                write.get();
                second.commit();
            }
        }
        try (var reader = store.begin(level)) {
            assertThat(reader.read("x")).isEqualTo(level == Level.REPEATABLE_READ ? 1 : 2);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @DisplayName("If the first writer rolls back, the second one goes on at both levels")
    void secondWriterWaitsForRollback(Subject subject, Level level) throws Exception {
        var store = withX(subject);
        try (var second = store.begin(level)) {
            FutureTask<Boolean> write;
            try (var first = store.begin(level)) {
                first.write("x", 1);
                write = awaitWaiting(subject, second);
            } // rolls back
            write.get();
            second.commit();
        }
        try (var reader = store.begin(level)) {
            assertThat(reader.read("x")).isEqualTo(2);
        }
    }

    private static Store withX(Subject subject) throws SQLException {
        var store = subject.empty();
        try (var tx = store.begin(Level.READ_COMMITTED)) {
            tx.write("x", 0);
            tx.commit();
        }
        return store;
    }

    /// Writes 2, and returns when the writer waits.
    private static FutureTask<Boolean> awaitWaiting(Subject subject, Tx tx) {
        var write = new FutureTask<>(() -> {
            tx.write("x", 2);
            return true;
        });
        var thread = Thread.ofPlatform().start(write);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> subject.isWaiting(thread));
        assertThat(write.isDone()).isFalse();
        return write;
    }
}
