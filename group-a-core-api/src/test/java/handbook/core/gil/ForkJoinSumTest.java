package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.Thread.State;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.IntToLongFunction;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForkJoinSumTest extends ForkJoinContract {
    @Override
    long sum(int to, IntToLongFunction f) {
        return ForkJoinSum.sum(0, to, workers(), f);
    }

    @Override
    int workers() {
        return 3;
    }

    @Test
    void theCallDoesNotEndBeforeItsForksAlsoWhenItThrows() throws Exception {
        var gate = new CountDownLatch(1);
        var thrown = new FutureTask<>(() -> catchThrowable(() -> sum(100, i -> {
            if (i == 0) { // in the forked half
                await(gate);
            }
            if (i == 99) { // in the caller's own half
                throw new IllegalArgumentException("boom");
            }
            return i;
        })));
        var caller = Thread.ofPlatform().daemon().start(thrown);
        try {
            Awaitility.await().until(caller::getState,
                    EnumSet.of(State.WAITING, State.TIMED_WAITING, State.TERMINATED)::contains);
            assertThat(caller.isAlive()).isTrue();
        } finally {
            gate.countDown();
        }
        assertThat(thrown.get()).hasMessage("boom");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void withoutWorkersItRefuses(int none) {
        assertThatThrownBy(() -> ForkJoinSum.sum(0, 100, none, i -> i)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("workers");
    }
}
