package handbook.scalability.loadbalancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/// The back ends that may be picked: without the ones that failed too often (passive check), that failed a probe (active
/// check) or that are leaving. Whenever the set changes, a new balancer is made over it.
public final class Pool {
    /// When a back end is taken out, and when that is no longer believed.
    ///
    /// @param failures so many failures in a row eject a back end
    /// @param ejection how long it stays out; then one more failure ejects it again
    /// @param panicBelow with a smaller share of healthy back ends than this all of them are used; 0 for never
    public record Rules(int failures, Duration ejection, double panicBelow) {
        /// Health is not looked at.
        public static final Rules NONE = new Rules(Integer.MAX_VALUE, Duration.ZERO, 0);

        public Rules {
            if (failures < 1 || ejection.isNegative() || !(panicBelow >= 0 && panicBelow <= 1)) {
                throw new IllegalArgumentException("needs a failure or more, no negative time, a share from 0 to 1");
            }
        }
    }

    private final Function<List<Backend>, Balancer<Backend>> policy;
    private final Rules rules;
    private final LongSupplier nanoTime;
    private final List<Backend> members;
    private final Map<Backend, Long> ejectedUntil = new HashMap<>();
    private final Set<Backend> failedProbe = new HashSet<>();
    private volatile Choice choice = new Choice(List.of());
    private volatile @Nullable Long nextReturn;

    /// @param backends the back ends; there may be none
    /// @param policy makes a balancer over those of them that are used
    /// @param rules when one is taken out
    /// @param nanoTime the time, usually `System::nanoTime`
    public Pool(List<Backend> backends, Function<List<Backend>, Balancer<Backend>> policy, Rules rules,
            LongSupplier nanoTime) {
        this.policy = policy;
        this.rules = rules;
        this.nanoTime = nanoTime;
        members = new ArrayList<>(backends);
        rebuild();
    }

    // @start region=acquire
    /// Picks a back end and counts the request as in flight there.
    ///
    /// @param key what hashing policies look at
    /// @param avoid a back end at which the request has failed already, or null
    /// @return the back end; give it back by [#release], whatever happens
    /// @throws NoBackendException when none may be used
    public Backend acquire(String key, @Nullable Backend avoid) throws NoBackendException {
        var due = nextReturn;
        if (due != null && nanoTime.getAsLong() - due >= 0) {
            rebuild();
        }
        while (true) {
            var backend = choice.without(avoid).orElseThrow(() -> new NoBackendException("no back end is available"))
                    .pick(key);
            backend.begin(); // count first, look second: a drain that begins in between waits for this request
            if (!backend.isDraining()) {
                return backend;
            }
            backend.end();
        }
    }

    /// Takes a request off the count, and ejects a back end that failed too often.
    ///
    /// @param backend what [#acquire] returned
    /// @param failed whether the back end is to blame: no answer, or a status of 500 or more
    public void release(Backend backend, boolean failed) {
        backend.end();
        if (!failed) {
            backend.succeeded();
        } else if (backend.failed() >= rules.failures()) {
            eject(backend);
        }
    }
    // @end

    private synchronized void eject(Backend backend) {
        ejectedUntil.put(backend, nanoTime.getAsLong() + rules.ejection().toNanos());
        rebuild();
    }

    /// Asks each back end once, as an active health check does every few seconds.
    ///
    /// @param isHealthy the probe
    public void probe(Predicate<Backend> isHealthy) {
        List<Backend> asked;
        synchronized (this) {
            asked = List.copyOf(members);
        }
        var failed = asked.stream().filter(isHealthy.negate()).toList();
        synchronized (this) {
            failedProbe.clear();
            failedProbe.addAll(failed);
            rebuild();
        }
    }

    /// Lets a back end leave: no new request goes there.
    ///
    /// @param backend a member
    /// @return done when its last request in flight has ended, so that it can be stopped
    public synchronized CompletableFuture<Void> drain(Backend backend) {
        members.remove(backend);
        rebuild();
        return backend.drain();
    }

    private synchronized void rebuild() {
        var now = nanoTime.getAsLong();
        ejectedUntil.values().removeIf(until -> until - now <= 0);
        nextReturn = ejectedUntil.values().stream().min((a, b) -> Long.signum(a - b)).orElse(null);
        var healthy = members.stream().filter(b -> !ejectedUntil.containsKey(b) && !failedProbe.contains(b)).toList();
        var used = healthy.size() < rules.panicBelow() * members.size() ? List.copyOf(members) : healthy;
        choice = new Choice(used);
    }

    /// The back ends that are used, with a balancer over all, and one for each back end that a repeated request avoids:
    /// kept, or round robin would begin anew each time and send all that is repeated to the same one.
    private final class Choice {
        private final List<Backend> used;
        private final Optional<Balancer<Backend>> overAll;
        private final Map<Backend, Optional<Balancer<Backend>>> without = new ConcurrentHashMap<>();

        Choice(List<Backend> used) {
            this.used = used;
            overAll = over(used);
        }

        Optional<Balancer<Backend>> without(@Nullable Backend avoid) {
            return avoid == null
                    ? overAll
                    : without.computeIfAbsent(avoid,
                            one -> over(used.stream().filter(other -> !other.equals(one)).toList()));
        }

        private Optional<Balancer<Backend>> over(List<Backend> backends) {
            return backends.isEmpty() ? Optional.empty() : Optional.of(policy.apply(backends));
        }
    }
}
