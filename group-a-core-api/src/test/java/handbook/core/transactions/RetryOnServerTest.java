package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

@Timeout(60)
class RetryOnServerTest {
    private static final int SESSIONS = 8;
    private static final int TIMES = 50;
    private Postgres postgres;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        try (var connection = postgres.connect()) {
            Sql.update(connection, "CREATE TABLE counter (value bigint NOT NULL)");
            Sql.update(connection, "INSERT INTO counter VALUES (0)");
        }
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private long total() throws SQLException {
        try (var connection = postgres.connect()) {
            return Sql.number(connection, "SELECT value FROM counter");
        }
    }

    /// Sessions that add 1 many times. All have read before one writes for the first time, so the first round collides.
    private final class Crowd {
        private final CyclicBarrier allHaveRead = new CyclicBarrier(SESSIONS);
        private final AtomicInteger attempts = new AtomicInteger();
        private final int limit;

        Crowd(int limit) {
            this.limit = limit;
        }

        /// How many additions succeeded.
        int run() throws Exception {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var sessions = new ArrayList<Future<Integer>>();
                for (int session = 0; session < SESSIONS; session++) {
                    var random = new Random(session);
                    sessions.add(threads.submit(() -> session(random)));
                }
                int successes = 0;
                for (var session : sessions) {
                    successes += session.get();
                }
                return successes;
            }
        }

        private int session(Random random) throws SQLException, InterruptedException {
            var retry = new Retry(Retry.CONFLICTS, limit, Duration.ofNanos(10_000), Thread::sleep, random);
            var first = new AtomicBoolean(true);
            int successes = 0;
            try (var connection = postgres.connect()) {
                for (int i = 0; i < TIMES; i++) {
                    try {
                        successes += retry
                                .call(() -> InTransaction.call(connection, Level.SERIALIZABLE, tx -> add(tx, first)));
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).isEqualTo("40001");
                    }
                }
            }
            return successes;
        }

        private int add(Connection tx, AtomicBoolean first) throws SQLException {
            attempts.incrementAndGet();
            long value = Sql.number(tx, "SELECT value FROM counter");
            if (first.getAndSet(false)) {
                await(allHaveRead);
            }
            return Sql.update(tx, "UPDATE counter SET value = ?", value + 1);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("Eight sessions add 1 fifty times each at SERIALIZABLE: with a retry the total is 400, in more than 400 attempts")
    void withRetry() throws Exception {
        var crowd = new Crowd(1_000);
        assertThat(crowd.run()).isEqualTo(400);
        assertThat(total()).isEqualTo(400);
        assertThat(crowd.attempts).hasValueGreaterThan(400);
    }

    @Test
    @DisplayName("Without a retry the total is lower, and equals the additions that succeeded")
    void withoutRetry() throws Exception {
        var crowd = new Crowd(1);
        int successes = crowd.run();
        assertThat(successes).isLessThan(400);
        assertThat(total()).isEqualTo(successes);
        assertThat(crowd.attempts).hasValue(400);
    }

    /// Somebody else adds 1 between the first attempt's read and its write.
    private long afterOneConflict(boolean readAgain) throws Exception {
        var read = new AtomicLong(-1);
        var retry = new Retry(Retry.CONFLICTS, 2, Duration.ZERO, Thread::sleep, new Random(1));
        try (var connection = postgres.connect(); var other = postgres.connect()) {
            retry.call(() -> InTransaction.call(connection, Level.REPEATABLE_READ, tx -> {
                if (readAgain || read.get() < 0) {
                    boolean isFirst = read.getAndSet(Sql.number(tx, "SELECT value FROM counter")) < 0;
                    if (isFirst) {
                        Sql.update(other, "UPDATE counter SET value = value + 1");
                    }
                }
                return Sql.update(tx, "UPDATE counter SET value = ?", read.get() + 1);
            }));
        }
        return total();
    }

    @Test
    @DisplayName("A retry that keeps what the first attempt has read loses an addition; one that reads again does not")
    void wholeTransaction() throws Exception {
        assertThat(afterOneConflict(false)).isEqualTo(1); // two were made
        assertThat(afterOneConflict(true)).isEqualTo(3);
    }

    /// The session is terminated before its commit, on the first attempt.
    private int paidWhenTerminated(Retry retry) throws Exception {
        var attempts = new AtomicInteger();
        try (var admin = postgres.connect()) {
            Payments.createTables(admin);
            retry.call(() -> {
                try (var connection = postgres.connect()) {
                    return InTransaction.call(connection, Level.READ_COMMITTED, tx -> {
                        Payments.payOnce(tx, "order 4711");
                        if (attempts.incrementAndGet() == 1) {
                            Sql.number(admin, "SELECT pg_terminate_backend(?)::int",
                                    (int) Sql.number(tx, "SELECT pg_backend_pid()"));
                        }
                        return Sql.number(tx, "SELECT count(*) FROM payment");
                    });
                }
            });
            assertThat(Payments.balance(admin, "keyed")).isEqualTo(Payments.AMOUNT);
            return attempts.get();
        }
    }

    @Test
    @DisplayName("A session that is terminated in its transaction ends with 57P01 or 08006 and leaves nothing; work with a key is done again, and once")
    void terminated() throws Exception {
        var careful = new Retry(Retry.CONFLICTS, 3, Duration.ZERO, Thread::sleep, new Random(1));
        assertThatThrownBy(() -> paidWhenTerminated(careful)).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
        try (var connection = postgres.connect()) {
            assertThat(Payments.balance(connection, "keyed")).isZero();
        }
        var idempotent = new Retry(Retry.CONFLICTS_AND_LOST_CONNECTIONS, 3, Duration.ZERO, Thread::sleep,
                new Random(1));
        assertThat(paidWhenTerminated(idempotent)).isEqualTo(2);
    }
}
