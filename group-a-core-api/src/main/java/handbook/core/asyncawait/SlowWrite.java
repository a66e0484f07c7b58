package handbook.core.asyncawait;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A call that waits, here for a gate, and then writes its row. An interrupt ends it before that.
final class SlowWrite implements Callable<Void> {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger rows = new AtomicInteger();

    @Override
    @SuppressWarnings("NullAway") // a Void has no other value
    public Void call() throws InterruptedException {
        atWork.incrementAndGet();
        begun.countDown();
        try {
            gate.await();
            rows.incrementAndGet();
            return null;
        } finally {
            atWork.decrementAndGet();
        }
    }

    /// The same for those who take a [Runnable].
    void run() {
        try {
            call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void awaitBegun() throws InterruptedException {
        begun.await();
    }

    /// Lets the call go on, if nobody has ended it.
    void openGate() {
        gate.countDown();
    }

    int atWork() {
        return atWork.get();
    }

    int rows() {
        return rows.get();
    }
}
