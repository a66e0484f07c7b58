package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120) // only so that a mistake ends
class InFlightTest {
    private static final int N = 4;
    private static final int TASKS = 12;

    private final InFlight inFlight = new InFlight();
    private final CountDownLatch open = new CountDownLatch(1);

    private void holdAtGate() {
        inFlight.begin();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            inFlight.end();
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    /// Looks at the tasks while they are held, and lets them go, also when what it saw was wrong.
    private void whileHeld(Runnable look) {
        try {
            look.run();
        } finally {
            open.countDown();
        }
    }

    private static void startAll(Executor executor, Runnable task) {
        for (int i = 0; i < TASKS; i++) {
            executor.execute(task);
        }
    }

    @Test
    @DisplayName("A pool of N threads never has more than N tasks in flight")
    void pool() {
        try (var pool = new ThreadPoolExecutor(N, N, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>())) {
            startAll(pool, this::holdAtGate);
            whileHeld(() -> {
                await().until(() -> inFlight.now() == N);
                assertThat(pool.getQueue()).hasSize(TASKS - N);
            });
        }
        assertThat(inFlight.most()).isEqualTo(N);
    }

    @Test
    @DisplayName("A virtual thread per task has all tasks in flight")
    void virtualThreads() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            startAll(threads, this::holdAtGate);
            whileHeld(() -> await().until(() -> inFlight.now() == TASKS));
        }
    }

    @Test
    @DisplayName("A virtual thread per task with a Semaphore of N has N tasks in flight")
    void semaphore() {
        var permits = new Semaphore(N);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            startAll(threads, () -> {
                permits.acquireUninterruptibly();
                try {
                    holdAtGate();
                } finally {
                    permits.release();
                }
            });
            whileHeld(() -> await().until(() -> inFlight.now() == N && permits.getQueueLength() == TASKS - N));
        }
        assertThat(inFlight.most()).isEqualTo(N);
    }

    @Test
    @DisplayName("10,000 virtual threads wait at one gate with fewer than 64 platform threads more than before")
    void tenThousand() {
        var threads = ManagementFactory.getThreadMXBean();
        int before = threads.getThreadCount();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10_000; i++) {
                executor.execute(this::holdAtGate);
            }
            whileHeld(() -> {
                await().until(() -> inFlight.now() == 10_000);
                assertThat(threads.getThreadCount() - before).isLessThan(64);
            });
        }
    }
}
