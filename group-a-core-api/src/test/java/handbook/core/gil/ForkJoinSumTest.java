package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.Thread.State;
import java.util.EnumSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntToLongFunction;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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
    void theCallDoesNotEndBeforeItsForksAlsoWhenItThrows() throws InterruptedException {
        var gate = new CountDownLatch(1);
        var caller = new Thread(() -> assertThatThrownBy(() -> sum(100, i -> {
            if (i == 0) { // in the forked half
                await(gate);
            }
            if (i == 99) { // in the caller's own half
                throw new IllegalArgumentException("boom");
            }
            return i;
        })).hasMessage("boom"));
        caller.start();
        Awaitility.await().until(caller::getState,
                EnumSet.of(State.WAITING, State.TIMED_WAITING, State.TERMINATED)::contains);
        assertThat(caller.isAlive()).isTrue();
        gate.countDown();
        caller.join();
    }
}
