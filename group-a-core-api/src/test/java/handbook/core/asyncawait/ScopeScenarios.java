package handbook.core.asyncawait;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// What a task scope is put to: scenarios that each come to one line. They run here for the whiteboard's scope, and in
/// a child JVM for the JDK's; [ScopeContractTest] looks at the lines.
public final class ScopeScenarios {
    /// The scoped value that forks must see.
    public static final ScopedValue<String> USER = ScopedValue.newInstance();
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(10); // the test does not wait for so long
    private static final Set<State> OWNER_WAITS = EnumSet.of(State.WAITING, State.TIMED_WAITING);

    private interface Scenario {
        String outcome(Scope.Opener scopes) throws Exception;
    }

    /// A fork that waits for ever. When it is interrupted it takes its time: it ends only once its owner waits for it, in
    /// `join` or `close`, or has left the block and been found out.
    private static final class Waiting implements Callable<String> {
        private final Thread owner = Thread.currentThread();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final AtomicInteger atWork = new AtomicInteger();
        private final AtomicBoolean interrupted = new AtomicBoolean();
        private final AtomicBoolean lookedAt = new AtomicBoolean();

        @Override
        public String call() {
            atWork.incrementAndGet();
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return "never";
            } catch (InterruptedException e) {
                interrupted.set(true);
                while (!OWNER_WAITS.contains(owner.getState()) && !lookedAt.get()) {
                    LockSupport.parkNanos(100_000);
                }
                throw new IllegalStateException("later");
            } finally {
                atWork.decrementAndGet();
            }
        }

        /// What became of it when its scope's block had been left.
        String fate() {
            var fate = (interrupted.get() ? "fork interrupted, " : "fork not interrupted, ") + atWork + " at work";
            lookedAt.set(true);
            return fate;
        }
    }

    private ScopeScenarios() {}

    /// Runs all scenarios.
    ///
    /// @param scopes opens the scopes
    /// @return scenario to outcome
    /// @throws Exception what a scenario did not expect
    public static Map<String, String> outcomes(Scope.Opener scopes) throws Exception {
        var scenarios = new LinkedHashMap<String, Scenario>();
        scenarios.put("results", ScopeScenarios::results);
        scenarios.put("first failure", ScopeScenarios::firstFailure);
        scenarios.put("later failure", ScopeScenarios::laterFailure);
        scenarios.put("result of a failed fork", ScopeScenarios::resultOfAFailedFork);
        scenarios.put("join and fork after a failure", ScopeScenarios::afterAFailure);
        scenarios.put("body throws", ScopeScenarios::bodyThrows);
        scenarios.put("limit", ScopeScenarios::limit);
        scenarios.put("interrupt", ScopeScenarios::interrupt);
        scenarios.put("no join", ScopeScenarios::noJoin);
        scenarios.put("scoped value", ScopeScenarios::scopedValue);
        scenarios.put("foreign thread", ScopeScenarios::foreignThread);
        var outcomes = new LinkedHashMap<String, String>();
        for (var scenario : scenarios.entrySet()) {
            outcomes.put(scenario.getKey(), scenario.getValue().outcome(scopes));
        }
        return outcomes;
    }

    private static String results(Scope.Opener scopes) throws Exception {
        try (var scope = scopes.open(LONG)) {
            var seven = scope.fork(() -> 7);
            var eight = scope.fork(() -> 8);
            scope.join();
            return Integer.toString(seven.get() + eight.get());
        }
    }

    private static String firstFailure(Scope.Opener scopes) {
        var sibling = new Waiting();
        return failureBeside(sibling, scopes).getMessage() + ", " + sibling.fate();
    }

    private static String laterFailure(Scope.Opener scopes) {
        var suppressed = failureBeside(new Waiting(), scopes).getSuppressed();
        return suppressed.length == 0 ? "dropped" : "suppressed: " + suppressed[0].getMessage();
    }

    /// What `join` throws as a cause when a fork fails beside another one that waits.
    private static Throwable failureBeside(Waiting sibling, Scope.Opener scopes) {
        var thrown = thrown(() -> {
            try (var scope = scopes.open(LONG)) {
                scope.fork(sibling);
                sibling.begun.await();
                scope.fork(() -> {
                    throw new IllegalStateException("first");
                });
                scope.join();
            }
        });
        return thrown.getCause() == null ? thrown : thrown.getCause();
    }

    private static String resultOfAFailedFork(Scope.Opener scopes) {
        try (var scope = scopes.open(LONG)) {
            var failed = scope.fork(() -> {
                throw new IllegalArgumentException("first");
            });
            thrown(scope::join);
            return name(thrown(() -> {
                var _ = failed.get();
            }));
        }
    }

    private static String afterAFailure(Scope.Opener scopes) {
        try (var scope = scopes.open(LONG)) {
            scope.fork(() -> {
                throw new IllegalArgumentException("first");
            });
            thrown(scope::join);
            return name(thrown(scope::join)) + ", " + name(thrown(() -> scope.fork(() -> 1)));
        }
    }

    private static String bodyThrows(Scope.Opener scopes) {
        var fork = new Waiting();
        var thrown = thrown(() -> {
            try (var scope = scopes.open(LONG)) {
                scope.fork(fork);
                fork.begun.await();
                throw new IllegalStateException("body");
            }
        });
        return thrown.getMessage() + ", " + fork.fate();
    }

    private static String limit(Scope.Opener scopes) {
        var write = new SlowWrite();
        var thrown = thrown(() -> {
            try (var scope = scopes.open(SHORT)) {
                scope.fork(write);
                scope.join();
            }
        });
        write.openGate();
        return name(thrown) + ", rows " + write.rows() + ", " + write.atWork() + " at work";
    }

    private static String interrupt(Scope.Opener scopes) {
        var fork = new Waiting();
        var owner = Thread.currentThread();
        var thrown = thrown(() -> {
            try (var scope = scopes.open(LONG)) {
                scope.fork(fork);
                fork.begun.await();
                scope.fork(() -> {
                    owner.interrupt();
                    return null;
                });
                scope.join();
            }
        });
        return name(thrown) + ", " + fork.fate();
    }

    private static String noJoin(Scope.Opener scopes) {
        var fork = new Waiting();
        var thrown = thrown(() -> {
            try (var scope = scopes.open(LONG)) {
                scope.fork(fork);
                fork.begun.await();
            }
        });
        return name(thrown) + ", " + fork.fate();
    }

    private static String scopedValue(Scope.Opener scopes) throws Exception {
        var inFork = ScopedValue.where(USER, "ada").call(() -> {
            try (var scope = scopes.open(LONG)) {
                var user = scope.fork(USER::get);
                scope.join();
                return user.get();
            }
        });
        return inFork + " in the fork, " + USER.orElse("nobody") + " after the block";
    }

    private static String foreignThread(Scope.Opener scopes) {
        try (var scope = scopes.open(LONG)) {
            var seen = new CompletableFuture<String>();
            Thread.startVirtualThread(() -> seen.complete(name(thrown(() -> scope.fork(() -> 1)))));
            return seen.join();
        }
    }

    private interface Body {
        void run() throws Exception;
    }

    private static Throwable thrown(Body body) {
        try {
            body.run();
            return new AssertionError("nothing thrown");
        } catch (Exception e) {
            return e;
        }
    }

    private static String name(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }
}
