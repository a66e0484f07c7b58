package handbook.core.asyncawait;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class CompletableFutureTest {
    private final SlowWrite write = new SlowWrite();

    @Test
    @DisplayName("`CompletableFuture.cancel(true)` interrupts nobody: the task goes on and writes its row")
    void cancelDoesNotInterrupt() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var future = CompletableFuture.runAsync(write::run, threads);
            write.awaitBegun();
            try {
                assertThat(future.cancel(true)).isTrue();
                assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            } finally {
                write.openGate();
            }
        }
        assertThat(write.rows()).isEqualTo(1);
    }

    @Test
    @DisplayName("`Future.cancel(true)` of an executor's future interrupts the task, which writes no row")
    void cancelOfAnExecutorsFutureInterrupts() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var future = threads.submit(write);
            write.awaitBegun();
            future.cancel(true);
        } // no gate is opened: only the interrupt ends it
        assertThat(write.rows()).isZero();
    }

    @Test
    @DisplayName("After `orTimeout` the future has failed, and the task still writes its row")
    void orTimeoutEndsTheFutureOnly() throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var future = CompletableFuture.runAsync(write::run, threads);
            write.awaitBegun();
            try {
                assertThatThrownBy(future.orTimeout(1, TimeUnit.MILLISECONDS)::join)
                        .hasCauseInstanceOf(TimeoutException.class);
                assertThat(write.rows()).isZero();
            } finally {
                write.openGate();
            }
        }
        assertThat(write.rows()).isEqualTo(1);
    }

    @Test
    @DisplayName("A failed stage that nobody joins says nothing, a thread that fails tells its handler")
    void failuresDisappear() throws InterruptedException {
        var heard = new CopyOnWriteArrayList<String>();
        var started = new ArrayList<Thread>();
        var builder = Thread.ofVirtual().uncaughtExceptionHandler((thread, e) -> heard.add(e.getMessage()));
        Executor threads = task -> started.add(builder.start(task));
        var _ = CompletableFuture.runAsync(() -> {
            throw new IllegalStateException("in a stage");
        }, threads);
        threads.execute(() -> {
            throw new IllegalStateException("in a thread");
        });
        for (var thread : started) {
            thread.join(); // an executor's close() would not do: it does not wait for the handler
        }
        assertThat(heard).containsExactly("in a thread");
    }

    @Test
    @DisplayName("`join` wraps the failure in a CompletionException, `get` in an ExecutionException, neither of them after `cancel`")
    void wrapping() {
        var boom = new IllegalStateException("boom");
        var failed = CompletableFuture.failedFuture(boom);
        assertThatThrownBy(failed::join).isExactlyInstanceOf(CompletionException.class).cause().isSameAs(boom);
        assertThatThrownBy(failed::get).isExactlyInstanceOf(ExecutionException.class).cause().isSameAs(boom);

        var cancelled = new CompletableFuture<String>();
        cancelled.cancel(true);
        assertThatThrownBy(cancelled::join).isExactlyInstanceOf(CancellationException.class);
        assertThatThrownBy(cancelled::get).isExactlyInstanceOf(CancellationException.class);
    }

    @Test
    @DisplayName("`allOf` does not fail fast: a part has failed, and it waits for the other one")
    void allOfWaitsForAll() {
        var pending = new CompletableFuture<String>();
        var all = CompletableFuture.allOf(CompletableFuture.failedFuture(new IllegalStateException("boom")), pending);
        assertThat(all).isNotDone();
        pending.complete("done");
        assertThat(all).isCompletedExceptionally();
    }

    @Test
    @DisplayName("The trace of a failure on a virtual thread shows who called, none of a stage's who built the chain")
    void stackTraces() throws InterruptedException {
        var blocking = new CompletableFuture<Throwable>();
        Thread.startVirtualThread(() -> blocking.complete(catchThrowable(CompletableFutureTest::handleBlocking)))
                .join();
        assertThat(methods(blocking.join())).contains("query", "handleBlocking");

        var source = new CompletableFuture<String>();
        var answer = handleInStages(source);
        Thread.startVirtualThread(() -> source.complete("id")).join(); // the stage runs there
        var thrown = catchThrowable(answer::join);
        assertThat(methods(thrown)).doesNotContain("handleInStages", "stackTraces");
        assertThat(methods(requireNonNull(thrown.getCause()))).contains("query").doesNotContain("handleInStages",
                "stackTraces");
        assertThat(methods(catchThrowable(answer::get))).doesNotContain("handleInStages");
    }

    @Test
    @DisplayName("`get` makes its exception in the thread that asks, `join` throws that of the thread that ran the stage")
    void whoseTrace() throws InterruptedException {
        var source = new CompletableFuture<String>();
        var answer = handleInStages(source);
        Thread.startVirtualThread(() -> complete(source)).join(); // the stage runs there
        assertThat(methods(catchThrowable(answer::get))).contains("whoseTrace").doesNotContain("complete");
        assertThat(methods(catchThrowable(answer::join))).contains("complete").doesNotContain("whoseTrace");
    }

    private static void complete(CompletableFuture<String> id) {
        id.complete("id");
    }

    private static String handleBlocking() {
        return query("id");
    }

    private static CompletableFuture<String> handleInStages(CompletableFuture<String> id) {
        return id.thenApply(CompletableFutureTest::query);
    }

    private static String query(String id) {
        throw new IllegalStateException("no connection for " + id);
    }

    private static List<String> methods(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName).toList();
    }
}
