package handbook.core.asyncawait;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/// The event loop of the whiteboard: a queue of what is ready, a heap of what is due later, one thread that runs both.
final class EventLoop implements Loop {
    private record Timer(long due, long number, Runnable callback) {}

    private final LongSupplier nanoTime;
    private final long origin;
    private final Thread thread = new Thread(this::run, "event-loop");
    private final Queue<Runnable> ready = new ArrayDeque<>(); // this and the next three: guarded by this
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(
            Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private long timersMade;
    private boolean closed;

    /// @param nanoTime the clock, like `System::nanoTime`
    EventLoop(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        origin = nanoTime.getAsLong();
    }

    /// Starts the loop's thread. For a clock that stands still call [#runDue] instead.
    EventLoop start() {
        thread.start();
        return this;
    }

    // @start region=loop
    @Override
    public synchronized void execute(Runnable callback) {
        requireOpen();
        ready.add(callback);
        notifyAll(); // the loop may be waiting
    }

    @Override
    public synchronized void schedule(Runnable callback, Duration delay) {
        requireOpen();
        timers.add(new Timer(now() + delay.toNanos(), timersMade++, callback));
        notifyAll(); // it may be due before the timer that the loop waits for
    }

    private void run() {
        for (var callback = take(); callback != null; callback = take()) {
            Loop.invoke(callback); // until it returns nothing else runs, and no timer
        }
    }

    /// Runs what is ready or due, in the calling thread, without waiting for more.
    void runDue() {
        for (var callback = poll(); callback != null; callback = poll()) {
            Loop.invoke(callback);
        }
    }

    private synchronized @Nullable Runnable poll() {
        while (!closed && !timers.isEmpty() && timers.element().due() <= now()) {
            ready.add(timers.remove().callback());
        }
        return ready.poll();
    }

    /// The next callback, waited for; null at the end.
    private synchronized @Nullable Runnable take() {
        var next = poll();
        while (next == null && !closed) {
            try {
                var timer = timers.peek();
                TimeUnit.NANOSECONDS.timedWait(this, timer == null ? Long.MAX_VALUE : timer.due() - now());
            } catch (InterruptedException e) {
                closed = true;
            }
            next = poll();
        }
        return next;
    }
    // @end

    private void requireOpen() {
        if (closed) {
            throw new RejectedExecutionException("the loop is closed");
        }
    }

    private long now() {
        return nanoTime.getAsLong() - origin;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        if (Thread.currentThread().equals(thread)) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
