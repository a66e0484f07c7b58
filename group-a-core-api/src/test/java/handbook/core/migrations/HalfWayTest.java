package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HalfWayTest {
    private static HalfWayExample.Result result;

    @BeforeAll
    @Timeout(120)
    static void run() throws Exception {
        result = HalfWayExample.run();
    }

    @Test
    @DisplayName("A script that fails in its third statement leaves nothing, not even a row: put right, it runs")
    void inTransaction() {
        var left = result.inTransaction();
        assertThat(left.failed()).isEqualTo("SQL state 42704");
        assertThat(left.left()).isEmpty();
        assertThat(left.history()).isEqualTo("1");
        assertThat(left.again()).isEqualTo("executed 2");
    }

    @Test
    @DisplayName("Without a transaction its first two tables and a failed row stay, and the next start is refused until both are removed")
    void withoutTransaction() {
        var left = result.withoutTransaction();
        assertThat(left.left()).containsExactly("part_1", "part_2");
        assertThat(left.history()).isEqualTo("1, 2 failed");
        assertThat(left.again()).isEqualTo("Detected failed migration to version 2 (parts).");
        assertThat(left.repaired()).isEqualTo("SQL state 42P07");
        assertThat(left.removed()).isEqualTo("Detected failed migration to version 2 (parts).");
        assertThat(left.cleaned()).isEqualTo("executed 2");
    }

    @Test
    @DisplayName("A unique index that fails concurrently stays, not valid, with a failed row; dropped and repaired, the next start succeeds")
    void concurrently() {
        var left = result.concurrently();
        assertThat(left.failed()).isEqualTo("SQL state 23505");
        assertThat(left.left()).containsExactly("part_index INVALID");
        assertThat(left.again()).isEqualTo("Detected failed migration to version 2 (index).");
        assertThat(left.cleaned()).isEqualTo("executed 2");
    }

    @Test
    @DisplayName("With its default lock Flyway waits for itself when it makes an index concurrently; with transactional.lock=false it does not")
    void defaultLock() {
        var hang = result.defaultLock();
        assertThat(hang.waits()).isEqualTo("flyway");
        assertThat(hang.holds()).isEqualTo("flyway");
        assertThat(hang.state()).isEqualTo("idle in transaction");
        assertThat(hang.cancelled()).isEqualTo("SQL state 57014");
        assertThat(hang.left()).containsExactly("part_index INVALID");
        assertThat(hang.lockOff()).isEqualTo("executed 2");
    }
}
