package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a scope promises, put to [TinyScope] and, in a child JVM, to the JDK's `StructuredTaskScope`. Public, so that
/// the child's source file can extend it.
@Timeout(60) // only so that a mistake ends
public abstract class ScopeContract {
    /// Scoped values that the tested scope passes on.
    protected static final ScopedValue<String> NAME = ScopedValue.newInstance();
    private static final Set<Thread.State> WAITING = EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    /// Opens the scope under test.
    protected abstract TaskScope open();

    private static void waitForEver() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    @DisplayName("After join the results of all forks can be read")
    public void results() throws Exception {
        try (var scope = open()) {
            var seven = scope.fork(() -> 7);
            var eight = scope.fork(() -> 8);
            scope.join();
            assertThat(seven.get() + eight.get()).isEqualTo(15);
        }
    }

    @Test
    @DisplayName("The first failure interrupts the sibling, and join throws it")
    public void firstFailureCancels() throws Exception {
        var boom = new IllegalStateException("boom");
        var siblingWaits = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        try (var scope = open()) {
            scope.fork(() -> {
                try {
                    siblingWaits.countDown();
                    waitForEver();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                }
                return null;
            });
            scope.fork(() -> {
                siblingWaits.await();
                throw boom;
            });
            assertThatThrownBy(scope::join).cause().isSameAs(boom);
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    @DisplayName("close returns only when no fork is alive")
    public void closeWaits() throws Exception {
        var owner = Thread.currentThread();
        var closing = new AtomicBoolean();
        var mayEnd = new CountDownLatch(1);
        var closed = new AtomicBoolean();
        var ended = new AtomicBoolean();
        var watcher = Thread.ofPlatform().start(() -> { // lets the fork end once the owner waits in close, or is past it
            try {
                Gate.await(closing::get);
                Gate.await(() -> closed.get() || WAITING.contains(owner.getState()));
            } finally {
                mayEnd.countDown();
            }
        });
        try (var scope = open()) {
            scope.fork(() -> {
                try {
                    waitForEver();
                } catch (InterruptedException e) { // it tidies up before it ends
                    mayEnd.await();
                    ended.set(true);
                }
                return null;
            });
            scope.fork(() -> {
                throw new IllegalStateException("boom");
            });
            assertThatThrownBy(scope::join).hasRootCauseMessage("boom");
            closing.set(true);
        }
        boolean endedBefore = ended.get();
        closed.set(true);
        watcher.join();
        assertThat(endedBefore).isTrue();
    }

    @Test
    @DisplayName("The result of a failed fork cannot be read")
    public void noResultOfFailedFork() {
        try (var scope = open()) {
            var failed = scope.fork(() -> {
                throw new IllegalStateException("boom");
            });
            assertThatThrownBy(scope::join).hasRootCauseMessage("boom");
            assertThatThrownBy(failed::get).isInstanceOf(IllegalStateException.class).hasNoCause()
                    .message().isNotEqualTo("boom");
        }
    }

    @Test
    @DisplayName("A thread that did not open the scope can neither fork in it nor join or close it")
    public void foreignThread() throws Exception {
        try (var scope = open(); var foreign = Executors.newSingleThreadExecutor()) {
            List<Callable<?>> uses = List.of(() -> scope.fork(() -> 1), () -> {
                scope.join();
                return null;
            }, Executors.callable(scope::close));
            for (var use : uses) {
                assertThatThrownBy(foreign.submit(use)::get).hasCauseInstanceOf(WrongThreadException.class);
            }
        }
    }

    @Test
    public void nothingIsStartedOnceCancelled() throws Exception {
        var cancelled = new CountDownLatch(1);
        var started = new AtomicBoolean();
        try (var scope = open()) {
            var siblingWaits = new CountDownLatch(1);
            scope.fork(() -> {
                try {
                    siblingWaits.countDown();
                    waitForEver();
                } finally {
                    cancelled.countDown();
                }
                return null;
            });
            scope.fork(() -> {
                siblingWaits.await();
                throw new IllegalStateException("boom");
            });
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
            scope.fork(() -> {
                started.set(true);
                return null;
            });
            assertThatThrownBy(scope::join).hasRootCauseMessage("boom");
        }
        assertThat(started).isFalse();
    }

    @Test
    public void interruptDuringJoin() throws Exception {
        var forkWaits = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        try (var scope = open()) {
            scope.fork(() -> {
                try {
                    forkWaits.countDown();
                    waitForEver();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                }
                return null;
            });
            forkWaits.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(scope::join).isInstanceOf(InterruptedException.class);
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    @DisplayName("A cancelled scope cancels the scopes inside its forks")
    public void nestedScopes() throws Exception {
        var innerWaits = new CountDownLatch(1);
        var innerInterrupted = new CountDownLatch(1);
        try (var outer = open()) {
            outer.fork(() -> {
                try (var inner = open()) {
                    inner.fork(() -> {
                        try {
                            innerWaits.countDown();
                            waitForEver();
                        } finally {
                            innerInterrupted.countDown();
                        }
                        return null;
                    });
                    inner.join();
                }
                return null;
            });
            outer.fork(() -> {
                innerWaits.await();
                throw new IllegalStateException("boom");
            });
            assertThatThrownBy(outer::join).hasRootCauseMessage("boom");
            assertThat(innerInterrupted.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("A scoped value bound around a scope is bound in its forks, the inner binding ends with its block")
    public void scopedValues() throws Exception {
        ScopedValue.where(NAME, "outer").call(() -> {
            var inner = ScopedValue.where(NAME, "inner").call(this::nameInFork);
            assertThat(inner).isEqualTo("inner");
            assertThat(nameInFork()).isEqualTo("outer");
            return null;
        });
        assertThat(NAME.isBound()).isFalse();
    }

    private String nameInFork() throws Exception {
        try (var scope = open()) {
            var name = scope.fork(NAME::get);
            scope.join();
            return name.get();
        }
    }
}
