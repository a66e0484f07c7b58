package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.gil.TinyVm.Task;

@Timeout(60)
class TinyVmTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private Future<Task> start(TinyVm vm, int opcodes, Op... program) {
        return threads.submit(() -> {
            var task = vm.task(List.of(program));
            vm.run(task, () -> task.executed() < opcodes);
            return task;
        });
    }

    @Test
    @DisplayName("With a GIL at most 1 thread is inside an opcode at any time, over 100,000 opcodes of 4 threads")
    void oneInsideAtATime() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var probe = new Op.Call(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
        });
        var gil = new Gil(Duration.ofNanos(50_000));
        var vm = new TinyVm(gil);
        var runs = new ArrayList<Future<Task>>();
        for (int i = 0; i < 4; i++) {
            runs.add(start(vm, 25_000, new Op.Load(0), probe, new Op.Add(1), probe, new Op.Store(0)));
        }
        for (var run : runs) {
            assertThat(run.get().executed()).isEqualTo(25_000);
        }
        assertThat(most).hasValue(1);
        assertThat(vm.mostExecuting()).isEqualTo(1);
        assertThat(gil.handovers()).as("each thread had the lock").isGreaterThanOrEqualTo(4);
    }

    @Test
    @DisplayName("Without a GIL two threads meet inside an opcode")
    void twoMeetWithoutGil() throws Exception {
        var vm = new TinyVm(null);
        var meeting = new Op.Call(meet(new CyclicBarrier(2)));
        var one = start(vm, 1, meeting);
        var other = start(vm, 1, meeting);
        assertThat(one.get().executed() + other.get().executed()).isEqualTo(2);
        assertThat(vm.mostExecuting()).isEqualTo(2);
    }

    @Test
    @DisplayName("With a GIL that meeting cannot happen: the second thread is queued for the lock while the first is inside")
    void theSecondIsQueued() throws Exception {
        var gil = new Gil(NEVER);
        var vm = new TinyVm(gil);
        var firstInside = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        var secondInside = new AtomicBoolean();
        var first = start(vm, 1, new Op.Call(() -> {
            firstInside.countDown();
            await(gate);
        }));
        await(firstInside);
        var second = new AtomicReference<Thread>();
        var queued = threads.submit(() -> {
            second.set(Thread.currentThread());
            var task = vm.task(List.of(new Op.Call(() -> secondInside.set(true))));
            vm.run(task, () -> task.executed() == 0);
            return task;
        });
        Awaitility.await().until(() -> isQueued(second.get(), gil));
        assertThat(secondInside).isFalse();
        gate.countDown();
        first.get();
        queued.get();
        assertThat(secondInside).isTrue();
    }

    @Test
    @DisplayName("With a GIL two threads are inside their I/O at once, because it is let go around I/O")
    void twoMeetInIo() throws Exception {
        var vm = new TinyVm(new Gil(NEVER));
        var io = new Op.Io(meet(new CyclicBarrier(2)));
        var one = start(vm, 1, io);
        var other = start(vm, 1, io);
        assertThat(one.get().executed() + other.get().executed()).isEqualTo(2);
        assertThat(vm.mostExecuting()).isEqualTo(1);
    }

    @Test
    @DisplayName("Until the switch interval has passed, another program stays queued, over 100,000 opcodes of the holder")
    void theHolderKeepsTheLock() throws Exception {
        var gil = new Gil(NEVER);
        var vm = new TinyVm(gil);
        var other = new AtomicReference<Thread>();
        var firstInside = new CountDownLatch(1);
        var queued = new CountDownLatch(1);
        var looks = new AtomicInteger(); // at which the other one was queued
        var holder = start(vm, 100_000, new Op.Call(() -> {
            firstInside.countDown();
            await(queued);
            if (isQueued(other.get(), gil)) {
                looks.incrementAndGet();
            }
        }));
        await(firstInside);
        var waiting = threads.submit(() -> {
            other.set(Thread.currentThread());
            var task = vm.task(List.of(new Op.Add(1)));
            vm.run(task, () -> task.executed() == 0);
            return task;
        });
        Awaitility.await().until(() -> isQueued(other.get(), gil));
        queued.countDown();
        holder.get();
        waiting.get();
        assertThat(looks).hasValue(100_000);
    }

    @Test
    @DisplayName("A program without I/O lets another one run after the switch interval, between two opcodes")
    void theHolderIsAskedToLetGo() throws Exception {
        var vm = new TinyVm(new Gil(Duration.ofMillis(1)));
        var begun = new CountDownLatch(1);
        var otherHasRun = new AtomicBoolean();
        var endless = threads.submit(() -> {
            var task = vm.task(List.of(new Op.Call(begun::countDown)));
            vm.run(task, () -> !otherHasRun.get() && !Thread.currentThread().isInterrupted());
            return task;
        });
        await(begun);
        start(vm, 1, new Op.Call(() -> otherHasRun.set(true))).get();
        endless.get();
    }

    @Test
    void aProgramHasOpcodes() {
        var vm = new TinyVm(null);
        assertThatThrownBy(() -> vm.task(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("A GIL does not save an addition when it is let go between LOAD and STORE")
    void gilDoesNotSaveAnAddition() throws Exception {
        var vm = new TinyVm(new Gil(NEVER));
        var loaded = new CountDownLatch(1);
        var otherHasAdded = new CountDownLatch(1);
        var interrupted = start(vm, 4, new Op.Load(0), new Op.Io(() -> {
            loaded.countDown();
            await(otherHasAdded);
        }), new Op.Add(1), new Op.Store(0));
        await(loaded);
        start(vm, 3, new Op.Load(0), new Op.Add(1), new Op.Store(0)).get();
        otherHasAdded.countDown();
        interrupted.get();
        assertThat(vm.read(0)).isEqualTo(1);
    }

    @Test
    void anAtomicAdditionIsOneStepForThreadsToo() throws Exception {
        var vm = new TinyVm(null);
        var one = start(vm, 1_000_000, new Op.AtomicAdd(0, 1));
        var other = start(vm, 1_000_000, new Op.AtomicAdd(0, 1));
        one.get();
        other.get();
        assertThat(vm.read(0)).isEqualTo(2_000_000);
    }

    @Test
    void aThrowingOpcodeLetsGoOfTheLock() throws Exception {
        var vm = new TinyVm(new Gil(NEVER));
        var failing = start(vm, 1, new Op.Call(() -> {
            throw new IllegalStateException("boom");
        }));
        assertThatThrownBy(failing::get).hasRootCauseMessage("boom");
        assertThat(start(vm, 1, new Op.Add(1)).get().executed()).isEqualTo(1);
    }

    private static boolean isQueued(@Nullable Thread thread, Gil gil) {
        return thread != null && gil.isAwaitedBy(thread);
    }

    private static Runnable meet(CyclicBarrier barrier) {
        return () -> {
            try {
                barrier.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        };
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
