package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.deployment.zerodowntime.BlueGreen.Runs;
import handbook.deployment.zerodowntime.ScheduledJob.Guard;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

@Timeout(60) // only so that a mistake ends
class ScheduledJobTest {
    private static final int TICKS = 5;
    private static Postgres postgres;
    private static DataSource database;

    @BeforeAll
    static void start() throws SQLException {
        postgres = Postgres.open();
        database = postgres.dataSource();
        ScheduledJob.createTable(database);
    }

    @AfterAll
    static void end() {
        postgres.close();
    }

    @BeforeEach
    void empty() throws Exception {
        BlueGreen.awaitUnlocked(database); // by the test before
        try (var connection = database.getConnection()) {
            Sql.execute(connection, "TRUNCATE job_run");
        }
    }

    private static Runs run(Guard guard) throws Exception {
        return BlueGreen.job(database, guard, TICKS);
    }

    @Test
    @DisplayName("While both colours are up a scheduled job runs twice per tick; under an advisory lock that the leader keeps it runs once")
    void twiceAndOnce() throws Exception {
        assertThat(run(Guard.NONE).twice()).isEqualTo(TICKS);
        assertThat(run(Guard.LEADER).once()).isEqualTo(TICKS);
    }

    @Test
    @DisplayName("A lock that is taken for each run and given back runs the tick again for the colour that comes a moment later")
    void lockPerRun() throws Exception {
        assertThat(run(Guard.LOCK_PER_RUN).twice()).isEqualTo(TICKS);
    }

    @Test
    @DisplayName("When the leader's session has ended, the other colour runs the next tick")
    void takeOver() throws Exception {
        var runs = run(Guard.LEADER);
        assertThat(runs.missed()).isZero();
        assertThat(runs.afterBlue()).containsExactly(Colour.GREEN);
        assertThat(BlueGreen.runners(database, Guard.LEADER, TICKS)).as("before").containsExactly(Colour.BLUE);
    }

    @Test
    @DisplayName("Of two colours that tick at the same moment one becomes the leader, and the tick runs once")
    void atTheSameMoment() throws Exception {
        var together = new CyclicBarrier(2);
        try (var blue = new ScheduledJob(database, Colour.BLUE, Guard.LEADER);
                var green = new ScheduledJob(database, Colour.GREEN, Guard.LEADER);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int tick = 1; tick <= TICKS; tick++) {
                int now = tick;
                var both = List.of(blue, green).stream().map(job -> threads.submit(() -> {
                    together.await();
                    job.tick(now);
                    return null;
                })).toList();
                for (var one : both) {
                    one.get();
                }
                assertThat(BlueGreen.runners(database, Guard.LEADER, tick)).hasSize(1);
            }
        }
    }
}
