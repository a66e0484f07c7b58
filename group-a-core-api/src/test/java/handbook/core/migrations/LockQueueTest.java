package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.migrations.LockQueue.Unlimited;
import handbook.support.server.Postgres;

@Timeout(120)
class LockQueueTest {
    private static final int READERS = 5;
    private static LockQueueExample.Result result;

    @BeforeAll
    @Timeout(120)
    static void run() throws Exception {
        try (var postgres = Postgres.open()) {
            result = LockQueueExample.run(postgres, READERS);
        }
    }

    @Test
    @DisplayName("An ALTER TABLE that waits for a reader makes each plain SELECT after it wait for the ALTER, until it is cancelled: 57014")
    void queue() {
        assertThat(result.unlimited()).isEqualTo(new Unlimited(true, READERS, READERS));
    }

    @Test
    @DisplayName("With lock_timeout the ALTER ends with 55P03 and the SELECTs are answered while the first reader goes on; a retry gets through")
    void limited() {
        assertThat(result.limited().gaveUp()).isPositive();
        assertThat(result.limited().queued()).isPositive();
        assertThat(result.limited().answered()).isEqualTo(READERS);
    }
}
