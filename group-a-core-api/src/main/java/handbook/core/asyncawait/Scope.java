package handbook.core.asyncawait;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What a task scope is asked to do here. [TaskScope] is the one of the whiteboard; the JDK's is behind it in a source
/// file of `src/preview`, hence public.
public interface Scope extends AutoCloseable {
    /// Opens a scope.
    @FunctionalInterface
    interface Opener {
        /// @param limit how long the forks may take; it counts from now
        /// @return the scope, owned by the calling thread
        Scope open(Duration limit);
    }

    /// Starts a task in a virtual thread of its own.
    ///
    /// @param task the task
    /// @return its result; to be asked after [#join], and an [IllegalStateException] where there is none
    /// @throws IllegalStateException after [#join]
    /// @throws WrongThreadException when another thread than the owner calls
    <T> Supplier<T> fork(Callable<T> task);

    /// Waits for all tasks, or for the first failure, which interrupts the others.
    ///
    /// @throws ExecutionException when a task failed, with what the first one threw as its cause
    /// @throws TimeoutException when the limit has passed; leaving the block interrupts the tasks
    /// @throws InterruptedException when the owner is interrupted; leaving the block interrupts the tasks
    /// @throws IllegalStateException the second time
    void join() throws InterruptedException, ExecutionException, TimeoutException;

    /// Interrupts what still runs, and returns when no task of this scope does.
    ///
    /// @throws IllegalStateException when something was forked and [#join] was never called; all tasks have ended then
    @Override
    void close();
}
