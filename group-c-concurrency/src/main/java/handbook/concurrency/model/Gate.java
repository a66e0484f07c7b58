package handbook.concurrency.model;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/// What one thread blocks on, in different ways, until an observer has seen enough.
final class Gate {
    private static final long LIMIT_SECONDS = 30; // only so that a mistake ends
    private static final int LOOKS = 1_000;

    /// Held by the observer until it opens the gate.
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Thread blocked;
    private volatile @Nullable Thread sleeper;

    /// Made by the observer.
    Gate() {
        lock.lock();
    }

    // @start region=ways
    void park() {
        reach();
        try {
            opened.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts here", e);
        }
    }

    void parkInsideSynchronized() {
        synchronized (this) {
            park();
        }
    }

    void waitForLock() {
        reach();
        lock.lock();
        lock.unlock();
    }

    synchronized void objectWait() throws InterruptedException {
        reach();
        while (!isOpen()) {
            wait();
        }
    }

    void sleep() throws InterruptedException {
        sleeper = Thread.currentThread();
        reach();
        Thread.sleep(Duration.ofDays(1)); // open() interrupts
    }

    void spin() {
        reach();
        while (!isOpen()) {
            Thread.onSpinWait();
        }
    }
    // @end

    private void reach() {
        blocked = Thread.currentThread();
        reached.countDown();
    }

    boolean isOpen() {
        return opened.getCount() == 0;
    }

    /// Waits until a thread is about to block here.
    Thread awaitReached() throws InterruptedException {
        if (!reached.await(LIMIT_SECONDS, TimeUnit.SECONDS) || blocked == null) {
            throw new IllegalStateException("no thread came to the gate");
        }
        return blocked;
    }

    /// Lets the blocked thread go on. Called by the observer.
    void open() {
        opened.countDown();
        lock.unlock();
        synchronized (this) {
            notifyAll();
        }
        var thread = sleeper;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /// Waits until something is so.
    ///
    /// @param condition asked again and again
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("it did not come to pass");
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /// Whether a task runs, or its scheduler is stuck: the same at a thousand looks one after the other.
    ///
    /// @param ran counted down by the task
    /// @param stuck what the scheduler shows when the task cannot run; in passing it shows that at other times, too
    /// @return whether the task ran
    static boolean runs(CountDownLatch ran, BooleanSupplier stuck) {
        var looks = new AtomicInteger();
        await(() -> ran.getCount() == 0 || looks.updateAndGet(n -> stuck.getAsBoolean() ? n + 1 : 0) == LOOKS);
        return ran.getCount() == 0;
    }
}
