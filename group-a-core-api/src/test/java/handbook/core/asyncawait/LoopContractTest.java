package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an event loop promises, put to the whiteboard's and to Netty's.
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class LoopContractTest {
    private static final int CALLBACKS = 1_000;

    static List<Named<Supplier<Loop>>> loops() {
        return List.of(Named.of("EventLoop", () -> new EventLoop(System::nanoTime).start()),
                Named.of("Netty", NettyLoop::new));
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("A loop runs its callbacks on one thread, in the order in which they came")
    void oneThreadInOrder(Supplier<Loop> loops) {
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        var order = new CopyOnWriteArrayList<Integer>();
        try (var loop = loops.get()) {
            for (int i = 0; i < CALLBACKS; i++) {
                int number = i;
                loop.execute(() -> {
                    threads.add(Thread.currentThread());
                    order.add(number);
                });
            }
        }
        assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
        assertThat(order).isEqualTo(IntStream.range(0, CALLBACKS).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("A timer does not wait for one that was made before it and is due later")
    void timersByDeadline(Supplier<Loop> loops) {
        var ran = new CopyOnWriteArrayList<String>();
        try (var loop = loops.get()) {
            var fired = new CountDownLatch(1);
            loop.schedule(() -> ran.add("in a day"), Duration.ofDays(1));
            loop.schedule(() -> {
                ran.add("at once");
                fired.countDown();
            }, Duration.ofMillis(1));
            await(fired);
        }
        assertThat(ran).containsExactly("at once");
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("A callback from another thread wakes a loop that waits")
    void wakeUp(Supplier<Loop> loops) {
        try (var loop = loops.get()) {
            var thread = threadOf(loop);
            loop.schedule(() -> {}, Duration.ofDays(1)); // it must not wait for this one
            Awaitility.await().until(thread::getState, EnumSet.of(State.WAITING, State.TIMED_WAITING)::contains);
            var ran = new CountDownLatch(1);
            loop.execute(ran::countDown);
            await(ran);
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("While a callback blocks, a timer that is overdue does not run")
    void blocked(Supplier<Loop> loops) {
        var order = new CopyOnWriteArrayList<String>();
        try (var loop = loops.get()) {
            var fired = new CountDownLatch(1);
            loop.execute(() -> {
                loop.schedule(() -> {
                    order.add("timer");
                    fired.countDown();
                }, Duration.ZERO);
                holdUntilOverdue();
                order.add("callback");
            });
            await(fired);
        }
        assertThat(order).containsExactly("callback", "timer");
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("While work blocks a virtual thread, the timers of the loop that started it run")
    void offloaded(Supplier<Loop> loops) {
        try (var loop = loops.get()) {
            var thread = threadOf(loop);
            var fired = new CountDownLatch(3);
            var worker = new CompletableFuture<Thread>();
            var resultOn = new CompletableFuture<Thread>();
            loop.execute(() -> worker.complete(Thread.startVirtualThread(() -> {
                await(fired);
                loop.execute(() -> resultOn.complete(Thread.currentThread()));
            })));
            Awaitility.await().until(worker.join()::getState, State.TIMED_WAITING::equals); // it blocks
            for (int i = 0; i < 3; i++) {
                loop.schedule(fired::countDown, Duration.ofMillis(i));
            }
            assertThat(resultOn.join()).isSameAs(thread);
        }
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("A callback or timer that throws does not stop the loop, and the thread's handler is told")
    void callbackThrows(Supplier<Loop> loops) {
        var heard = new CopyOnWriteArrayList<String>();
        try (var loop = loops.get()) {
            var thread = threadOf(loop);
            thread.setUncaughtExceptionHandler((failed, e) -> heard.add(e.getMessage()));
            loop.execute(() -> {
                throw new IllegalStateException("callback");
            });
            loop.execute(() -> {
                throw new AssertionError("error");
            });
            var ran = new CountDownLatch(1);
            loop.execute(() -> loop.schedule(() -> {
                ran.countDown();
                throw new IllegalStateException("timer");
            }, Duration.ZERO));
            await(ran);
            assertThat(threadOf(loop)).isSameAs(thread);
        }
        assertThat(heard).containsExactly("callback", "error", "timer");
    }

    @ParameterizedTest
    @MethodSource("loops")
    @DisplayName("A closed loop has run what it had taken, has no thread, and refuses callbacks and timers")
    void closed(Supplier<Loop> loops) {
        var loop = loops.get();
        var thread = threadOf(loop);
        var ran = new CopyOnWriteArrayList<Integer>();
        for (int i = 0; i < CALLBACKS; i++) {
            loop.execute(() -> ran.add(1));
        }
        loop.close();
        assertThat(ran).hasSize(CALLBACKS);
        Awaitility.await().until(() -> !thread.isAlive());
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> loop.schedule(() -> {}, Duration.ZERO)).isInstanceOf(RejectedExecutionException.class);
    }

    @ParameterizedTest
    @MethodSource("loops")
    void closingDropsTimersThatAreOverdue(Supplier<Loop> loops) {
        var ran = new CopyOnWriteArrayList<String>();
        var closing = Thread.currentThread();
        try (var loop = loops.get()) {
            var scheduled = new CountDownLatch(1);
            loop.execute(() -> {
                loop.schedule(() -> ran.add("timer"), Duration.ZERO);
                scheduled.countDown();
                Awaitility.await().until(closing::getState, State.WAITING::equals); // in close()
                ran.add("callback");
            });
            await(scheduled);
        }
        assertThat(ran).containsExactly("callback");
    }

    @ParameterizedTest
    @MethodSource("loops")
    void aCallbackMayCloseItsLoop(Supplier<Loop> loops) {
        var loop = loops.get();
        var thread = threadOf(loop);
        loop.execute(loop::close);
        Awaitility.await().until(() -> !thread.isAlive());
    }

    private static Thread threadOf(Loop loop) {
        var thread = new CompletableFuture<Thread>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.join();
    }

    /// Blocks the calling thread until a timer that was due at once is late by a millisecond.
    private static void holdUntilOverdue() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofMillis(1).toNanos()) {
            Thread.onSpinWait();
        }
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
