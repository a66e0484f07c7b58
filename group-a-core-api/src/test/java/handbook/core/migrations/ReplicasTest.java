package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.core.migrations.Replicas.Killed;
import handbook.core.migrations.Replicas.Race;
import handbook.support.example.RunResult;

@Timeout(120)
class ReplicasTest {
    private static final int REPLICAS = 4;
    private static ReplicasExample.Result result;

    @BeforeAll
    @Timeout(120)
    static void run() throws Exception {
        result = ReplicasExample.run(REPLICAS);
    }

    @Test
    @DisplayName("Replicas that read the history before the first one writes, without a lock: one starts, the others fail with 23505")
    void withoutLock() {
        var race = race("no lock");
        assertThat(race.executed()).containsExactly(2);
        assertThat(race.failed()).isEqualTo(Collections.nCopies(REPLICAS - 1, "23505"));
    }

    @Test
    @DisplayName("With a lock two pending scripts run once each, and all replicas start: MiniMigrator, Flyway, and Liquibase in two processes")
    void withLock() {
        assertOnce(race("MiniMigrator"), REPLICAS);
        assertOnce(race("Flyway"), REPLICAS);
        assertOnce(race("Liquibase"), 2);
    }

    private static Race race(String name) {
        return Objects.requireNonNull(result.races().get(name));
    }

    private static Killed killed(String name) {
        return Objects.requireNonNull(result.kills().get(name));
    }

    private static void assertOnce(Race race, int replicas) {
        assertThat(race.failed()).isEmpty();
        assertThat(race.executed()).hasSize(replicas);
        assertThat(race.executed().stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
    }

    @Test
    @DisplayName("A replica is killed inside a script, its sessions idle: the lock is gone with them, and the next one runs the script (MiniMigrator, Flyway)")
    void killed() {
        for (var killed : List.of(killed("MiniMigrator"), killed("Flyway"))) {
            assertThat(killed.lockedBefore()).isTrue();
            assertThat(killed.locked()).isFalse();
            assertThat(killed.next()).isEqualTo("executed [4]");
        }
    }

    @Test
    @DisplayName("Liquibase's lock outlives the killed replica: the next one fails until somebody releases it")
    void staleLock() {
        var killed = killed("Liquibase");
        assertThat(killed.lockedBefore()).isTrue();
        assertThat(killed.locked()).isTrue();
        assertThat(killed.holder()).matches(".+ \\(.+\\), \\d{4}-.*");
        assertThat(killed.next()).contains("Could not acquire change log lock");
        assertThat(killed.released()).isEqualTo("executed [4]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "41", "x", "4 4"})
    void badArgumentsAreOneLine(String arguments) {
        assertThat(RunResult.of(new ReplicasExample(), arguments.split(" ")).refusal())
                .startsWith("migrate-ten-replicas: ");
    }
}
