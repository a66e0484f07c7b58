package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import handbook.support.time.FakeClock;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class EventLoopTest {
    private final FakeClock clock = new FakeClock();
    private final EventLoop loop = new EventLoop(clock::nanoTime);
    private final List<String> log = new ArrayList<>();

    private void note(String what) {
        log.add(what + " at " + Duration.ofNanos(clock.nanoTime()).toMillis());
    }

    private void advanceTo(int millis) {
        clock.advance(Duration.ofMillis(millis).minusNanos(clock.nanoTime()));
        loop.runDue();
    }

    @Test
    @DisplayName("A callback that takes 50 ms delays a timer that is due after 10 ms until then")
    void aBlockingCallbackDelaysATimer() {
        loop.schedule(() -> note("timer"), Duration.ofMillis(10));
        loop.execute(() -> {
            clock.advance(Duration.ofMillis(50)); // it blocks for so long
            note("callback");
        });
        loop.runDue();
        assertThat(log).containsExactly("callback at 50", "timer at 50");
    }

    @Test
    @DisplayName("A callback that hands 50 ms of work to a virtual thread leaves that timer at 10 ms, and has the result as a callback")
    void offloadedItDoesNot() throws InterruptedException {
        var fiftyMillis = new CountDownLatch(1);
        var worker = new ArrayList<Thread>();
        loop.schedule(() -> note("timer"), Duration.ofMillis(10));
        loop.execute(() -> worker.add(Thread.startVirtualThread(() -> {
            await(fiftyMillis);
            loop.execute(() -> note("result"));
        })));
        loop.runDue();
        advanceTo(10);
        advanceTo(50);
        fiftyMillis.countDown();
        worker.getFirst().join();
        loop.runDue();
        assertThat(log).containsExactly("timer at 10", "result at 50");
    }

    @Test
    void aTimerIsNotDueBeforeItsTime() {
        loop.schedule(() -> note("timer"), Duration.ofMillis(10));
        advanceTo(9);
        assertThat(log).isEmpty();
        advanceTo(10);
        assertThat(log).containsExactly("timer at 10");
    }

    @Test
    void timersRunInTheOrderOfTheirDeadlines() {
        for (int millis : List.of(30, 10, 20)) {
            loop.schedule(() -> note(millis + " ms"), Duration.ofMillis(millis));
        }
        advanceTo(40);
        assertThat(log).containsExactly("10 ms at 40", "20 ms at 40", "30 ms at 40");
    }

    @Test
    void timersThatAreDueTogetherRunInTheOrderOfTheirMaking() {
        for (var name : List.of("a", "b", "c")) {
            loop.schedule(() -> note(name), Duration.ofMillis(10));
        }
        advanceTo(10);
        assertThat(log).containsExactly("a at 10", "b at 10", "c at 10");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it did not come to that");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
