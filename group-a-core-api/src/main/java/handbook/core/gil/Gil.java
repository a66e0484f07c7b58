package handbook.core.gil;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/// A global interpreter lock that changes hands as CPython's did up to 3.9 (`Python/ceval_gil.c`): who has waited for the
/// switch interval while it did not change hands requests it, and who holds it looks for a request between two opcodes.
/// From 3.10 on the holder looks only at calls and backward jumps.
public final class Gil {
    // @start region=gil
    // fair: who lets go on request queues behind who requested
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Duration switchInterval;
    private volatile boolean requested;

    void take() throws InterruptedException {
        long seen = handovers;
        while (!lock.tryLock(switchInterval.toNanos(), TimeUnit.NANOSECONDS)) {
            if (seen == handovers) { // it did not change hands for a whole interval
                requested = true;
            }
            seen = handovers;
        }
        requested = false;
        countHandover();
    }

    /// Whether the holder must let go before its next opcode.
    boolean isRequested() {
        return requested && lock.hasQueuedThreads();
    }

    void letGo() {
        lock.unlock();
    }
    // @end

    private @Nullable Thread lastHolder; // guarded by the lock
    private volatile long handovers; // written under the lock

    /// @param switchInterval how long a thread waits before it requests the lock; CPython's default is 5 ms
    public Gil(Duration switchInterval) {
        this.switchInterval = switchInterval;
    }

    private void countHandover() {
        if (lastHolder != Thread.currentThread()) {
            lastHolder = Thread.currentThread();
            handovers = handovers + 1;
        }
    }

    /// How often the lock has come to another thread than the one before.
    ///
    /// @return the count, with the first holder
    public long handovers() {
        return handovers;
    }

    /// Whether a thread is queued for the lock.
    ///
    /// @param thread the thread
    /// @return true while it waits
    public boolean isAwaitedBy(Thread thread) {
        return lock.hasQueuedThread(thread);
    }
}
