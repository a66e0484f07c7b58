package handbook.concurrency.model;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

// @start region=scope
/// Structured concurrency from final APIs only: what one would write at a whiteboard, or on JDK 25 without preview.
///
/// Only the JDK's own scope can pass on every scoped value; this one binds again those that it is given.
public final class TinyScope implements TaskScope {
    private final Thread owner = Thread.currentThread();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ScopedValue<?>> inherited;
    private int running; // this and the next three: guarded by this
    private boolean cancelled;
    private boolean joined;
    private @Nullable Throwable firstFailure;

    /// @param inherited the scoped values that forks see as their owner does
    public TinyScope(ScopedValue<?>... inherited) {
        this.inherited = List.of(inherited);
    }

    @Override
    public synchronized <T> Supplier<T> fork(Callable<T> task) {
        requireOwner();
        for (var value : inherited) {
            task = bound(value, task);
        }
        var result = new FutureTask<T>(task) {
            @Override
            protected void done() {
                ended(state() == Future.State.FAILED ? exceptionNow() : null);
            }
        };
        if (!cancelled) {
            running++;
            threads.execute(result);
        }
        return () -> result(result);
    }

    private static <V, T> Callable<T> bound(ScopedValue<V> key, Callable<T> task) {
        if (!key.isBound()) {
            return task;
        }
        var value = key.get();
        return () -> ScopedValue.where(key, value).call(task::call);
    }

    private synchronized void ended(@Nullable Throwable failure) {
        running--;
        if (failure != null && !cancelled) {
            firstFailure = failure;
            cancel();
        }
        notifyAll();
    }

    @Override
    public synchronized void join() throws InterruptedException, ExecutionException {
        requireOwner();
        while (running > 0 && !cancelled) {
            wait();
        }
        joined = true;
        if (firstFailure != null) {
            throw new ExecutionException(firstFailure);
        }
    }

    private synchronized <T> T result(FutureTask<T> fork) {
        if (!joined) {
            throw new IllegalStateException("join comes before the results");
        }
        return fork.resultNow(); // an IllegalStateException where there is none
    }

    @Override
    public void close() {
        requireOwner();
        cancel(); // those that run, where join was not reached
        threads.close(); // waits for all of them, also when interrupted
    }

    private synchronized void cancel() {
        if (!cancelled) {
            cancelled = true;
            threads.shutdownNow(); // interrupts those that run, once: they may be tidying up already
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException("only the thread that opened the scope may use it");
        }
    }
}
// @end
