package handbook.core.webframeworks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Holds the requests inside a handler until it is opened, and counts them.
final class Gate {
    private final CountDownLatch latch = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    void pass() {
        inside.incrementAndGet();
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inside.decrementAndGet();
        }
    }

    int inside() {
        return inside.get();
    }

    void open() {
        latch.countDown();
    }
}
