package handbook.core.asyncawait;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Four accidents with futures, and the same in a task scope. Public for the source file in `src/preview` that puts the
/// JDK's scope to them.
public final class Accidents {
    private static final String NOTHING = "nothing";
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    /// What became of a call.
    ///
    /// @param accident what happened to it
    /// @param way by what it was made
    /// @param callerSaw the exception that its caller got
    /// @param atWork how many threads were at work for it when the caller had that
    /// @param rowsAfter how many rows they wrote after that
    public record Outcome(String accident, String way, String callerSaw, int atWork, int rowsAfter) {
        /// The fields, separated by tabs.
        ///
        /// @return a line
        public String toLine() {
            return String.join("\t", accident, way, callerSaw, Integer.toString(atWork), Integer.toString(rowsAfter));
        }

        static Outcome ofLine(String line) {
            var cells = line.split("\t");
            return new Outcome(cells[0], cells[1], cells[2], Integer.parseInt(cells[3]), Integer.parseInt(cells[4]));
        }
    }

    private interface Accident<T> {
        void happens(SlowWrite write, T threadsOrScopes) throws Exception;
    }

    private Accidents() {}

    static List<Outcome> withFutures() throws InterruptedException {
        return List.of(withFutures("failed, nobody asks", Accidents::forgotten),
                withFutures("cancelled", Accidents::cancelled), withFutures("timed out", Accidents::timedOut),
                withFutures("its sibling failed", Accidents::siblingFailed));
    }

    // @start region=futures
    private static void forgotten(SlowWrite write, ExecutorService threads) {
        var _ = CompletableFuture.runAsync(Accidents::fail, threads);
    }

    private static void cancelled(SlowWrite write, ExecutorService threads) throws InterruptedException {
        var future = CompletableFuture.runAsync(write::run, threads);
        write.awaitBegun();
        future.cancel(true);
        future.join();
    }

    private static void timedOut(SlowWrite write, ExecutorService threads) throws InterruptedException {
        var future = CompletableFuture.runAsync(write::run, threads);
        write.awaitBegun();
        future.orTimeout(SHORT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private static void siblingFailed(SlowWrite write, ExecutorService threads) throws InterruptedException {
        var sibling = CompletableFuture.runAsync(write::run, threads);
        write.awaitBegun();
        CompletableFuture.runAsync(Accidents::fail, threads).join();
        sibling.join();
    }
    // @end

    /// Lets the accidents happen in task scopes.
    ///
    /// @param way the scope's name
    /// @param scopes opens one
    /// @return what became of the calls
    /// @throws InterruptedException when the thread is interrupted
    public static List<Outcome> inScope(String way, Scope.Opener scopes) throws InterruptedException {
        return List.of(inScope("failed, nobody asks", way, scopes, Accidents::forgotten),
                inScope("cancelled", way, scopes, Accidents::cancelled),
                inScope("timed out", way, scopes, Accidents::timedOut),
                inScope("its sibling failed", way, scopes, Accidents::siblingFailed));
    }

    // @start region=scopes
    private static void forgotten(SlowWrite write, Scope.Opener scopes) throws Exception {
        try (var scope = scopes.open(LONG)) {
            scope.fork(Accidents::fail);
            scope.join();
        }
    }

    private static void cancelled(SlowWrite write, Scope.Opener scopes) throws Exception {
        try (var scope = scopes.open(LONG)) {
            scope.fork(write);
            write.awaitBegun();
            throw new CancellationException("the caller leaves the block");
        }
    }

    private static void timedOut(SlowWrite write, Scope.Opener scopes) throws Exception {
        try (var scope = scopes.open(SHORT)) {
            scope.fork(write);
            scope.join();
        }
    }

    private static void siblingFailed(SlowWrite write, Scope.Opener scopes) throws Exception {
        try (var scope = scopes.open(LONG)) {
            scope.fork(write);
            write.awaitBegun();
            scope.fork(Accidents::fail);
            scope.join();
        }
    }
    // @end

    private static Void fail() {
        throw new IllegalStateException("no connection");
    }

    private static Outcome withFutures(String accident, Accident<ExecutorService> happening)
            throws InterruptedException {
        var write = new SlowWrite();
        var heard = new CopyOnWriteArrayList<>(List.of(NOTHING));
        var builder = Thread.ofVirtual().uncaughtExceptionHandler((thread, e) -> heard.add(e.toString()));
        var started = new CopyOnWriteArrayList<Thread>();
        String saw;
        int atWork;
        try (var threads = Executors.newThreadPerTaskExecutor(task -> {
            started.add(builder.unstarted(task));
            return started.getLast();
        })) {
            try {
                saw = seen(() -> happening.happens(write, threads));
                atWork = write.atWork();
            } finally {
                write.openGate();
            }
        } // closing waits for those that are still at work
        for (var thread : started) {
            thread.join(); // and this for its handler
        }
        return new Outcome(accident, "futures", saw.equals(NOTHING) ? heard.getLast() : saw, atWork, write.rows());
    }

    private static Outcome inScope(String accident, String way, Scope.Opener scopes, Accident<Scope.Opener> happening)
            throws InterruptedException {
        var write = new SlowWrite();
        var saw = seen(() -> happening.happens(write, scopes));
        int atWork = write.atWork();
        write.openGate();
        return new Outcome(accident, way, saw, atWork, write.rows());
    }

    private interface Happening {
        void happens() throws Exception;
    }

    /// The exception that the caller got, out of its wrapping.
    private static String seen(Happening happening) throws InterruptedException {
        try {
            happening.happens();
            return NOTHING;
        } catch (InterruptedException e) {
            throw e;
        } catch (CompletionException | ExecutionException e) {
            return e.getCause() == null ? e.toString() : e.getCause().getClass().getSimpleName();
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }
}
