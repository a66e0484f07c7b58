package handbook.core.asyncawait;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Future.State;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/// The task scope of the whiteboard, from final APIs only. Unlike the JDK's it looks for failures and at its limit only
/// in [#join], keeps the later failures, and binds only those scoped values again that it is given.
final class TaskScope implements Scope {
    private final Thread owner = Thread.currentThread();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Future<?>> ended = new LinkedTransferQueue<>();
    private final long opened = System.nanoTime();
    private final Duration limit;
    private final List<ScopedValue<?>> inherited;
    private int running; // only the owner's thread uses this and the next one
    private boolean joined;

    TaskScope(Duration limit, ScopedValue<?>... inherited) {
        this.limit = limit;
        this.inherited = List.of(inherited);
    }

    // @start region=scope
    @Override
    public <T> Supplier<T> fork(Callable<T> task) {
        requireNotJoined();
        for (var value : inherited) {
            task = bound(value, task);
        }
        var fork = new FutureTask<T>(task) {
            @Override
            protected void done() {
                ended.add(this);
            }
        };
        threads.execute(fork);
        running++;
        return fork::resultNow;
    }

    @Override
    public void join() throws InterruptedException, ExecutionException, TimeoutException {
        requireNotJoined();
        joined = true;
        Throwable failure = null;
        for (; running > 0; running--) {
            var fork = ended.poll(limit.toNanos() - (System.nanoTime() - opened), TimeUnit.NANOSECONDS);
            if (fork == null) {
                break;
            }
            if (fork.state() == State.FAILED) {
                threads.shutdownNow(); // interrupts those that run
                failure = with(fork.exceptionNow(), failure);
            }
        }
        if (failure != null) {
            throw new ExecutionException(failure);
        }
        if (running > 0) {
            throw new TimeoutException("not done within " + limit);
        }
    }

    private static Throwable with(Throwable next, @Nullable Throwable first) {
        if (first == null) {
            return next;
        }
        if (!first.equals(next) && !(next instanceof InterruptedException)) { // not those that were interrupted
            first.addSuppressed(next);
        }
        return first;
    }

    @Override
    public void close() {
        requireOwner();
        threads.shutdownNow(); // interrupts those that still run
        threads.close(); // waits for all of them
        if (running > 0 && !joined) {
            throw new IllegalStateException("forked, and nobody joined");
        }
    }
    // @end

    private static <V, T> Callable<T> bound(ScopedValue<V> key, Callable<T> task) {
        if (!key.isBound()) {
            return task;
        }
        var value = key.get();
        return () -> ScopedValue.where(key, value).call(task::call);
    }

    private void requireNotJoined() {
        requireOwner();
        if (joined) {
            throw new IllegalStateException("already joined");
        }
    }

    private void requireOwner() {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException("only the thread that opened the scope may use it");
        }
    }
}
