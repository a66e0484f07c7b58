package handbook.core.asyncawait;

import java.time.Duration;
import java.util.concurrent.Executor;

/// An event loop: one thread that runs callbacks one after the other, and timers when they are due. [EventLoop] is the
/// one of the whiteboard, [NettyLoop] the library's.
interface Loop extends Executor, AutoCloseable {
    /// Runs a callback behind those that came before it. Any thread may call this.
    ///
    /// @param callback what to run
    /// @throws java.util.concurrent.RejectedExecutionException when the loop is closed
    @Override
    void execute(Runnable callback);

    /// Runs a callback once a delay has passed, or later: when the loop comes to it.
    ///
    /// @param callback what to run
    /// @param delay 0 or more
    /// @throws java.util.concurrent.RejectedExecutionException when the loop is closed
    void schedule(Runnable callback, Duration delay);

    /// Refuses further callbacks, runs those that it has, drops the timers, and waits for the loop's thread to end;
    /// a callback that calls this does not wait.
    @Override
    void close();

    // @start region=invoke
    /// Runs a callback. What it throws goes to the thread's handler, not through the loop: the next one must still run.
    ///
    /// @param callback what to run
    static void invoke(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
    // @end
}
