package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import handbook.support.process.ChildJvm;
import jdk.management.VirtualThreadSchedulerMXBean;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class VirtualThreadsTest {
    private static final int CALLS = 200;
    private static final int CONNECTIONS = 20;

    /// Lets virtual threads wait at one gate; prints the CPUs and the carriers that there are then.
    private static final class Waiting {
        public static void main(String[] args) throws InterruptedException {
            int threads = Integer.parseInt(args[0]);
            var inside = new CountDownLatch(threads);
            var gate = new CountDownLatch(1);
            for (int i = 0; i < threads; i++) {
                Thread.startVirtualThread(() -> {
                    inside.countDown();
                    await(gate);
                });
            }
            inside.await();
            var scheduler = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
            System.out.println(Runtime.getRuntime().availableProcessors() + " " + scheduler.getPoolSize());
            gate.countDown();
        }
    }

    @Test
    @DisplayName("10,000 virtual threads wait at one gate, with at most twice as many carriers as CPUs")
    void tenThousandWait() {
        var line = ChildJvm.run(Waiting.class, List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"), "10000").out();
        assertThat(line).singleElement().asString().matches("\\d+ \\d+");
        var figures = line.getFirst().split(" ");
        assertThat(Integer.parseInt(figures[1])).isBetween(1, 2 * Integer.parseInt(figures[0]));
    }

    /// The scarce thing: counts who uses it.
    private static final class Database {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();
        private final CountDownLatch gate = new CountDownLatch(1);

        void query() {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            await(gate);
            inside.decrementAndGet();
        }
    }

    @Test
    @DisplayName("200 virtual threads are all inside the database at once, with a Semaphore of 20 never more than 20")
    void theSemaphoreLimitsTheScarceThing() {
        var unlimited = new Database();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLS; i++) {
                threads.execute(unlimited::query);
            }
            try {
                Awaitility.await().until(() -> unlimited.inside.get() == CALLS);
            } finally {
                unlimited.gate.countDown();
            }
        }

        var limited = new Database();
        var permits = new Semaphore(CONNECTIONS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLS; i++) {
                threads.execute(() -> queryWithPermit(limited, permits));
            }
            try {
                Awaitility.await().until(
                        () -> limited.inside.get() == CONNECTIONS && permits.getQueueLength() == CALLS - CONNECTIONS);
            } finally {
                limited.gate.countDown();
            }
        }
        assertThat(limited.mostInside.get()).isEqualTo(CONNECTIONS);
    }

    // @start region=semaphore
    private static void queryWithPermit(Database database, Semaphore permits) {
        permits.acquireUninterruptibly();
        try {
            database.query();
        } finally {
            permits.release();
        }
    }
    // @end

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
