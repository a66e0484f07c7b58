package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

class ModelRaceTest {
    private static final int TASKS = 300;

    @Test
    void everyModelDoesAllTasksWithinItsLimitAndComesToTheSameSum() throws InterruptedException {
        var race = ModelRaceExample.run(TASKS, Duration.ofMillis(5));
        assertThat(race.waiting()).hasSize(6).allSatisfy(result -> {
            assertThat(result.mostInFlight()).isBetween(result.model().contains("processes") ? 0 : 1, result.limit());
            assertThat(result.completed() + result.refused()).isEqualTo(result.tasks());
        });
        assertThat(race.hashing()).hasSize(30).extracting(HashingRace.Result::sum).containsOnly(Hashing.sum(0, TASKS));
    }

    @Test
    void aModelWithLittleInFlightWaitsForTwoSecondsAtMost() {
        assertThat(new WaitingRace(20_000, Duration.ofMillis(200)).fewTasks()).isEqualTo(10);
        assertThat(new WaitingRace(20_000, Duration.ofMillis(20)).fewTasks()).isEqualTo(100);
        assertThat(new WaitingRace(5_000, Duration.ofMillis(20)).fewTasks()).isEqualTo(50);
    }

    @Test
    void littlesLaw() {
        var result = new WaitingRace.Result("pool of 200", 0, 0, 200, 0, 0, 0, 0);
        assertThat(result.bound(Duration.ofMillis(50))).isEqualTo(4_000);
    }

    @Test
    void aThreadThatTheSystemRefusesIsAResult() {
        var result = new WaitingRace(TASKS, Duration.ofMillis(1)).race("none", 3, 3,
                () -> Executors.newThreadPerTaskExecutor(task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }));
        assertThat(result.refused()).isEqualTo(3);
    }
}
