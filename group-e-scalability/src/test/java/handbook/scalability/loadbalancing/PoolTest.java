package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.time.FakeClock;

class PoolTest {
    private static final Duration EJECTION = Duration.ofSeconds(30);

    private final FakeClock clock = new FakeClock();
    private final List<Backend> backends = backends(10);
    private final Backend broken = backends.getFirst();

    private static List<Backend> backends(int size) {
        var backends = new ArrayList<Backend>();
        for (int i = 0; i < size; i++) {
            backends.add(new Backend("b" + i, URI.create("http://127.0.0.1:1")));
        }
        return backends;
    }

    private Pool pool(Pool.Rules rules) {
        return new Pool(backends, all -> Policy.LEAST_LOADED.over(all, new SplittableRandom(42)::nextInt), rules,
                clock::nanoTime);
    }

    /// Sends requests one after the other, each of which fails at the broken back end; counts those.
    private int failures(Pool pool, int requests) throws NoBackendException {
        int failures = 0;
        for (int i = 0; i < requests; i++) {
            var backend = pool.acquire("", null);
            var failed = backend.equals(broken);
            pool.release(backend, failed);
            failures += failed ? 1 : 0;
        }
        return failures;
    }

    /// Every back end but the broken one has a request in flight for as long as the test runs: that is what it means to
    /// fail at once.
    private void keepOthersBusy() {
        backends.stream().filter(backend -> !backend.equals(broken)).forEach(Backend::begin);
    }

    @Test
    @DisplayName("While the others are busy, the least loaded back end is the one that fails at once: it gets everything")
    void blackHole() throws NoBackendException {
        keepOthersBusy();
        assertThat(failures(pool(Pool.Rules.NONE), 100)).isEqualTo(100);
    }

    @Test
    @DisplayName("Three failures in a row eject a back end; after that it gets one request each time the ejection ends, if requests come one by one")
    void ejection() throws NoBackendException {
        keepOthersBusy();
        var pool = pool(new Pool.Rules(3, EJECTION, 0));
        assertThat(failures(pool, 100)).isEqualTo(3);
        for (int i = 0; i < 5; i++) {
            clock.advance(EJECTION.minusNanos(1));
            assertThat(failures(pool, 100)).isZero();
            clock.advance(Duration.ofNanos(1));
            assertThat(failures(pool, 100)).isEqualTo(1);
        }
    }

    @Test
    void oneThatHasRecoveredIsBackForGood() throws NoBackendException {
        keepOthersBusy();
        var pool = pool(new Pool.Rules(3, EJECTION, 0));
        assertThat(failures(pool, 100)).isEqualTo(3);
        clock.advance(EJECTION);
        for (int i = 0; i < 100; i++) {
            var backend = pool.acquire("", null);
            assertThat(backend).isSameAs(broken);
            pool.release(backend, i == 50); // one failure after a success is no reason
        }
    }

    @Test
    @DisplayName("A probe that asks a shared database takes out every instance at once")
    void sharedDependency() throws NoBackendException {
        var databaseIsUp = new AtomicBoolean(true);
        var pool = pool(new Pool.Rules(3, EJECTION, 0));
        pool.probe(backend -> databaseIsUp.get());
        assertThat(reached(pool)).hasSize(10);
        databaseIsUp.set(false);
        pool.probe(backend -> databaseIsUp.get());
        assertThatThrownBy(() -> pool.acquire("", null)).isInstanceOf(NoBackendException.class);
    }

    @Test
    @DisplayName("Below the panic threshold health is ignored and traffic flows; above it only healthy back ends get any")
    void panic() throws NoBackendException {
        var pool = pool(new Pool.Rules(3, EJECTION, 0.5));
        pool.probe(backend -> backends.indexOf(backend) < 5);
        assertThat(reached(pool)).hasSize(5);
        pool.probe(backend -> backends.indexOf(backend) < 4);
        assertThat(reached(pool)).hasSize(10);
        pool.probe(backend -> false);
        assertThat(reached(pool)).hasSize(10);
    }

    @Test
    void panicWhenFailuresHaveEjectedAll() throws NoBackendException {
        var careful = pool(new Pool.Rules(1, EJECTION, 0));
        var panicking = pool(new Pool.Rules(1, EJECTION, 0.5));
        for (int i = 0; i < 10; i++) {
            careful.release(careful.acquire("", null), true);
        }
        assertThatThrownBy(() -> careful.acquire("", null)).isInstanceOf(NoBackendException.class);
        for (int i = 0; i < 100; i++) {
            panicking.release(panicking.acquire("", null), true);
        }
        assertThat(reached(panicking)).hasSize(10);
    }

    private static List<Backend> reached(Pool pool) throws NoBackendException {
        var reached = new ArrayList<Backend>();
        for (int i = 0; i < 500; i++) {
            var backend = pool.acquire("", null);
            pool.release(backend, false);
            reached.add(backend);
        }
        return reached.stream().distinct().toList();
    }

    @Test
    void withoutBackEndsThereIsAReason() {
        var pool = new Pool(List.of(), RoundRobin::new, Pool.Rules.NONE, clock::nanoTime);
        assertThatThrownBy(() -> pool.acquire("", null)).isInstanceOf(NoBackendException.class)
                .hasMessage("no back end is available");
    }

    @Test
    void aRepeatedRequestGoesElsewhere() throws NoBackendException {
        var ring = new Pool(backends, all -> Policy.RING.over(all, n -> 0), Pool.Rules.NONE, clock::nanoTime);
        var owner = ring.acquire("key", null);
        assertThat(ring.acquire("key", null)).isSameAs(owner);
        assertThat(ring.acquire("key", owner)).isNotSameAs(owner);
    }

    @Test
    void repeatedRequestsTakeTurnsToo() throws NoBackendException {
        var pool = new Pool(backends, RoundRobin::new, Pool.Rules.NONE, clock::nanoTime);
        assertThat(pool.acquire("", broken)).isSameAs(backends.get(1));
        assertThat(pool.acquire("", broken)).isSameAs(backends.get(2));
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Pool.Rules(0, EJECTION, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pool.Rules(1, EJECTION.negated(), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pool.Rules(1, EJECTION, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("A drain waits for the requests in flight and lets no new one in")
    void drain() throws NoBackendException {
        var pool = new Pool(backends, RoundRobin::new, Pool.Rules.NONE, clock::nanoTime);
        var inFlight = pool.acquire("", null);
        var drained = pool.drain(inFlight);
        assertThat(drained).isNotDone();
        assertThat(reached(pool)).hasSize(9).doesNotContain(inFlight);
        pool.release(inFlight, false);
        assertThat(drained).isDone();
    }

    @Test
    void anIdleBackEndIsDrainedAtOnce() {
        assertThat(pool(Pool.Rules.NONE).drain(broken)).isDone();
    }

    @Test
    @DisplayName("A request that was picked a back end just before its drain began is waited for, or goes elsewhere")
    void drainBetweenPickAndCount() throws Exception {
        var picked = new CountDownLatch(1);
        var drained = new CountDownLatch(1);
        var pool = new Pool(backends, all -> {
            var balancer = new RoundRobin<>(all);
            return key -> {
                var backend = balancer.pick(key);
                if (backend.equals(broken)) {
                    picked.countDown();
                    await(drained);
                }
                return backend;
            };
        }, Pool.Rules.NONE, clock::nanoTime);
        var request = CompletableFuture.supplyAsync(() -> acquire(pool));
        await(picked);
        assertThat(pool.drain(broken)).isDone(); // the request is not yet counted: its back end may be stopped now
        drained.countDown();
        assertThat(request.get(1, TimeUnit.MINUTES)).isNotSameAs(broken);
        assertThat(broken.load()).isZero();
    }

    private static Backend acquire(Pool pool) {
        try {
            return pool.acquire("", null);
        } catch (NoBackendException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
