package handbook.concurrency.model;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/// What [TinyScope] and the JDK's `StructuredTaskScope` (a preview in 25) have in common, so that one contract is put to
/// both: forks live no longer than the block that opened the scope, and the first that fails cancels the others.
public interface TaskScope extends AutoCloseable {
    /// Runs a task in a virtual thread of its own. Once the scope is cancelled nothing is started any more.
    ///
    /// @param task the task
    /// @param <T> what it returns
    /// @return gives the result after [#join]; throws [IllegalStateException] where the fork has none
    /// @throws WrongThreadException when the caller is not the thread that opened the scope
    <T> Supplier<T> fork(Callable<T> task);

    /// Waits until all forks have succeeded or one has failed.
    ///
    /// @throws InterruptedException when the owner is interrupted; [#close] then cancels the forks
    /// @throws ExecutionException when a fork failed; the cause is what the first one threw
    void join() throws InterruptedException, ExecutionException;

    /// Interrupts the forks that still run and returns when the last of them has ended.
    @Override
    void close();
}
