package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhoElseRunsTest {
    private static WhoElseRunsExample.Seen seen = new WhoElseRunsExample.Seen(List.of(),
            new CommonPool.Stream(0, false));

    @BeforeAll
    static void runInChildJvm() throws IOException {
        seen = WhoElseRunsExample.run();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parks inside synchronized", "waits for a ReentrantLock", "Object.wait", "Thread.sleep"})
    @DisplayName("With one carrier, a virtual thread that blocks in Java code lets others run, inside synchronized too")
    void unmounts(String blocked) {
        assertThat(seen.row(blocked)).isEqualTo(new WhoElseRan(blocked, true, "-", true));
    }

    @Test
    @DisplayName("A virtual thread that parks below a native frame keeps its carrier, and the flight recorder says why")
    void nativeFramePins() {
        var row = seen.row("parks below a native frame");
        assertThat(row.othersRun()).isFalse();
        assertThat(row.reason()).isEqualTo("Native or VM frame on stack");
        assertThat(row.othersRunThen()).isTrue();
    }

    @Test
    @DisplayName("A virtual thread that parks in a class initialiser keeps its carrier, and the flight recorder says why")
    void classInitialiserPins() {
        var row = seen.row("parks in a class initialiser");
        assertThat(row.othersRun()).isFalse();
        assertThat(row.reason()).startsWith("VM call to ").endsWith("<clinit> on stack");
        assertThat(row.othersRunThen()).isTrue();
    }

    @Test
    @DisplayName("A virtual thread that computes starves the others, and on a platform thread it does not")
    void noTimeSlicing() {
        assertThat(seen.row("computes")).isEqualTo(new WhoElseRan("computes without end", false, "-", true));
    }

    @Test
    @DisplayName("A task parked in the common pool keeps the next runAsync from running, and in an executor of its own it does not")
    void commonPoolIsShared() {
        var row = seen.row("parks in the common pool");
        assertThat(row.othersRun()).isFalse();
        assertThat(row.othersRunThen()).isTrue();
    }

    @Test
    @DisplayName("A task that blocks as a ManagedBlocker lets the next runAsync run")
    void managedBlocker() {
        assertThat(seen.row("the same as ManagedBlocker").othersRun()).isTrue();
    }

    @Test
    @DisplayName("While the common pool is parked, a parallel stream runs on its caller alone")
    void parallelStream() {
        assertThat(seen.stream()).isEqualTo(new CommonPool.Stream(1, true));
    }
}
