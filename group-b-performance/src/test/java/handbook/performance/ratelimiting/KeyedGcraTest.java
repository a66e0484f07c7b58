package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.time.FakeClock;

class KeyedGcraTest {
    private static final int BURST = 20;
    private static final Quota RATE = Quota.perSecond(80);
    private static final int MAX_KEYS = 1_000;

    private final FakeClock clock = new FakeClock();
    private final KeyedGcra limiter = new KeyedGcra(BURST, RATE, MAX_KEYS, clock::nanoTime);

    private int admitted(KeyedLimiter limiter, String key, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += limiter.tryAcquire(key).admitted() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    @DisplayName("A million random keys leave at most the configured number of states")
    void boundedStates() {
        var random = new Random(3);
        for (int i = 0; i < 1_000_000; i++) {
            limiter.tryAcquire(Long.toHexString(random.nextLong()));
            clock.advanceNanos(1_000);
        }
        assertThat(limiter.keys()).isLessThanOrEqualTo(MAX_KEYS);
    }

    @Test
    @DisplayName("A flood of keys gives no second burst to a client that has used up its own, which a cache that evicts the oldest does")
    void floodGivesNoSecondBurst() {
        var evicting = new EvictingLimiter();
        for (var candidate : new KeyedLimiter[]{evicting, limiter}) {
            assertThat(admitted(candidate, "attacker", 100)).isEqualTo(BURST);
            for (int i = 0; i < MAX_KEYS; i++) {
                candidate.tryAcquire("random-" + i);
            }
        }
        assertThat(admitted(evicting, "attacker", 100)).as("its state was evicted").isEqualTo(BURST);
        assertThat(admitted(limiter, "attacker", 100)).isZero();
    }

    /// What is often written: the least recently used state makes room.
    private final class EvictingLimiter implements KeyedLimiter {
        private final Map<String, Gcra> states = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Gcra> eldest) {
                return size() > MAX_KEYS;
            }
        };

        @Override
        public Decision tryAcquire(String key) {
            var gcra = states.computeIfAbsent(key, unused -> new Gcra(BURST, RATE, clock::nanoTime));
            return new Decision(gcra.tryAcquire(1), gcra.tokens());
        }
    }

    @Test
    @DisplayName("When all states are in use newcomers share one bucket, until full buckets make room")
    void newcomersShare() {
        for (int i = 0; i < MAX_KEYS; i++) {
            limiter.tryAcquire("known-" + i);
        }
        assertThat(admitted(limiter, "newcomer-1", 15)).isEqualTo(15);
        assertThat(admitted(limiter, "newcomer-2", 15)).isEqualTo(5);
        assertThat(admitted(limiter, "known-0", 100)).as("who has a state keeps it").isEqualTo(BURST - 1);
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(limiter, "newcomer-1", 100)).isEqualTo(BURST);
        assertThat(admitted(limiter, "newcomer-2", 100)).isEqualTo(BURST);
        assertThat(limiter.keys()).isEqualTo(2);
    }

    @Test
    @DisplayName("While others flood the table, one client's threads together get one burst")
    void concurrentSweeps() throws Exception {
        int burst = 200_000; // so many that the threads meet
        var small = new KeyedGcra(burst, new Quota(1, Duration.ofHours(1)), 50, clock::nanoTime);
        assertThat(small.tryAcquire("client").admitted()).isTrue();
        var tasks = new ArrayList<Callable<Integer>>();
        for (int thread = 0; thread < 4; thread++) {
            tasks.add(() -> admitted(small, "client", burst));
            var prefix = "flood-" + thread + "-";
            tasks.add(() -> {
                for (int i = 0; i < 10_000; i++) {
                    small.tryAcquire(prefix + i);
                }
                return 0;
            });
        }
        int admitted = 1;
        try (var threads = Executors.newFixedThreadPool(tasks.size())) {
            for (var count : threads.invokeAll(tasks)) {
                admitted += count.get();
            }
        }
        assertThat(admitted).isEqualTo(burst);
        assertThat(small.keys()).isLessThanOrEqualTo(50);
    }

    /// Before each round time passes until all buckets are full, and so is the table: the newcomer sweeps it while the
    /// clients are charged. A client whose charged state is dropped passes twice.
    @Test
    void aSweepDropsNoStateThatWasChargedMeanwhile() throws Exception {
        int rounds = 2_000;
        int places = 500;
        var small = new KeyedGcra(1, new Quota(1, Duration.ofHours(1)), places, clock::nanoTime);
        var clients = IntStream.range(1, places).mapToObj(i -> "client-" + i).toList();
        clients.forEach(small::tryAcquire);
        small.tryAcquire("newcomer");
        var barrier = new CyclicBarrier(2, () -> clock.advance(Duration.ofHours(1)));
        Callable<Integer> client = () -> {
            int admitted = 0;
            for (int round = 0; round < rounds; round++) {
                barrier.await(30, TimeUnit.SECONDS);
                for (int time = 0; time < 2; time++) {
                    for (var key : clients) {
                        admitted += admitted(small, key, 1);
                    }
                }
            }
            return admitted;
        };
        Callable<Integer> newcomer = () -> {
            int admitted = 0;
            for (int round = 0; round < rounds; round++) {
                barrier.await(30, TimeUnit.SECONDS);
                admitted += admitted(small, "newcomer-" + round, 1);
            }
            return admitted;
        };
        try (var threads = Executors.newFixedThreadPool(2)) {
            int admitted = 0;
            for (var count : threads.invokeAll(List.of(client, newcomer))) {
                admitted += count.get();
            }
            assertThat(admitted).isEqualTo(rounds * (clients.size() + 1));
        }
    }

    @Test
    void refusesATableWithoutPlaces() {
        assertThatThrownBy(() -> new KeyedGcra(1, RATE, 0, clock::nanoTime))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
