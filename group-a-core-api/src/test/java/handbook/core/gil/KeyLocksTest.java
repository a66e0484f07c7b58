package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyLocksTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final ArrayList<Thread> threads = new ArrayList<>();

    @AfterEach
    void openGate() {
        gate.countDown();
    }

    private void start(Runnable work) {
        threads.add(Thread.ofPlatform().daemon().start(work));
    }

    private void waitInside() {
        inside.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitOneInsideAndTheOthersBlocked() throws InterruptedException {
        Awaitility.await().untilAsserted(() -> {
            assertThat(threads).filteredOn(thread -> thread.getState() == Thread.State.BLOCKED)
                    .hasSize(threads.size() - 1);
            assertThat(inside).hasValue(1);
        });
        gate.countDown();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(inside).hasValue(threads.size());
    }

    @Test
    @DisplayName("A static synchronized method admits 1 of 8 threads, each with a key of its own")
    void oneLockAdmitsOne() throws InterruptedException {
        for (int key = 0; key < 8; key++) {
            int own = key;
            start(() -> KeyLocks.underOneLock(own, this::waitInside));
        }
        awaitOneInsideAndTheOthersBlocked();
    }

    @Test
    @DisplayName("With a lock for each stripe of keys two threads with keys of different stripes meet")
    void differentStripesMeet() throws InterruptedException {
        var locks = new KeyLocks();
        var barrier = new CyclicBarrier(2);
        var met = new AtomicInteger();
        Runnable meet = () -> {
            try {
                barrier.await(30, TimeUnit.SECONDS);
                met.incrementAndGet();
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                throw new IllegalStateException(e);
            }
        };
        start(() -> locks.underStripe(0, meet));
        start(() -> locks.underStripe(1, meet));
        for (var thread : threads) {
            thread.join();
        }
        assertThat(met).hasValue(2);
    }

    @Test
    @DisplayName("With a lock for each stripe of keys one key still admits 1 of 8 threads")
    void sameKeyExcludes() throws InterruptedException {
        var locks = new KeyLocks();
        for (int i = 0; i < 8; i++) {
            start(() -> locks.underStripe("the same", this::waitInside));
        }
        awaitOneInsideAndTheOthersBlocked();
    }
}
