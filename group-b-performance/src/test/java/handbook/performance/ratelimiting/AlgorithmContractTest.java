package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What all limiters promise, ours and the libraries', each with its own bound.
class AlgorithmContractTest {
    private static final Quota QUOTA = Quota.perSecond(100);
    private static final List<Algorithm> ALGORITHMS = Stream.concat(Algorithm.all(QUOTA).stream(),
            Stream.of(Algorithm.of("Bucket4j, burst + rate = limit", 20, 100,
                    nanos -> Algorithm.bucket4j(20, Quota.perSecond(80), nanos))))
            .toList();
    private static final List<Algorithm> LARGE = Algorithm.all(new Quota(400_000, Duration.ofHours(1)));
    private static final List<Algorithm> OURS = ALGORITHMS.stream()
            .filter(algorithm -> !algorithm.name().matches("(Bucket|Resilience)4j.*")).toList();

    @ParameterizedTest
    @FieldSource("ALGORITHMS")
    @DisplayName("For 100,000 random arrivals no window admits more than the algorithm's own bound")
    void bound(Algorithm algorithm) {
        for (int seed = 1; seed <= 3; seed++) {
            var passed = algorithm.passed(randomArrivals(new Random(seed), 100_000));
            assertThat(Windows.worst(passed, QUOTA.windowNanos()).count()).as("seed %d", seed)
                    .isLessThanOrEqualTo(algorithm.bound());
            assertThat(passed.length).as("it admits at least half of its rate").isGreaterThan(QUOTA.limit() * 25);
        }
    }

    /// Quiet times and floods, more than 50 windows of them.
    private static long[] randomArrivals(Random random, int count) {
        long mean = QUOTA.windowNanos() * 100 / count;
        long time = 0;
        var arrivals = new long[count];
        for (int i = 0; i < count; i++) {
            time += random.nextInt(1_000) == 0 ? random.nextLong(QUOTA.windowNanos()) : random.nextLong(mean);
            arrivals[i] = time;
        }
        return arrivals;
    }

    @ParameterizedTest
    @FieldSource("ALGORITHMS")
    @DisplayName("A burst before the edge of a window and a flood behind it reach each bound exactly")
    void boundIsReached(Algorithm algorithm) {
        var passed = algorithm.passed(Pattern.EDGE.arrivals(QUOTA));
        assertThat(Windows.worst(passed, QUOTA.windowNanos()).count()).isEqualTo(algorithm.bound());
    }

    /// Hundreds of thousands of requests, so that the threads meet: one that loses an update admits one more.
    @ParameterizedTest
    @FieldSource("LARGE")
    @DisplayName("While time stands still, eight threads get exactly what the limiter holds")
    void standingStill(Algorithm algorithm) throws Exception {
        assertThat(admittedByThreads(algorithm.start().apply(() -> 0))).isEqualTo(algorithm.holds());
    }

    private static int admittedByThreads(Algorithm.Answers answers) throws Exception {
        int threads = 8;
        var barrier = new CyclicBarrier(threads);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var counts = new ArrayList<Future<Integer>>();
            for (int i = 0; i < threads; i++) {
                counts.add(executor.submit(() -> {
                    barrier.await();
                    return admittedUntilRefused(answers);
                }));
            }
            int admitted = 0;
            for (var count : counts) {
                admitted += count.get();
            }
            return admitted;
        }
    }

    private static int admittedUntilRefused(Algorithm.Answers answers) {
        int admitted = 0;
        while (admitted < 1_000_000 && answers.next() >= 0) { // more than any of them holds
            admitted++;
        }
        return admitted;
    }

    private static int admitted(Algorithm.Answers answers, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += answers.next() >= 0 ? 1 : 0;
        }
        return admitted;
    }

    @ParameterizedTest
    @FieldSource("ALGORITHMS")
    @DisplayName("A clock that is set back and forth admits nobody twice")
    void clockGoesBack(Algorithm algorithm) {
        var time = new AtomicLong(QUOTA.windowNanos() * 1_000);
        var answers = algorithm.start().apply(time::get);
        assertThat(admitted(answers, 200)).isEqualTo(algorithm.holds());
        for (long back : LongStream.of(1, 1_000_000, QUOTA.windowNanos(), 500 * QUOTA.windowNanos()).toArray()) {
            time.addAndGet(-back);
            assertThat(admitted(answers, 200)).as("%d ns earlier", back).isZero();
            time.addAndGet(back);
            assertThat(admitted(answers, 200)).as("back again").isZero();
        }
    }

    @ParameterizedTest
    @FieldSource("ALGORITHMS")
    @DisplayName("After a hundred years of idleness a limiter holds what it held at first")
    void idleness(Algorithm algorithm) {
        var time = new AtomicLong();
        var answers = algorithm.start().apply(time::get);
        assertThat(admitted(answers, 200)).isEqualTo(algorithm.holds());
        time.addAndGet(Duration.ofDays(36_525).toNanos());
        assertThat(admitted(answers, 200)).isEqualTo(algorithm.holds());
        assertThat(admitted(answers, 200)).isZero();
    }

    @ParameterizedTest
    @FieldSource("OURS")
    void decidesAlikeWhenNanoTimeOverflows(Algorithm algorithm) {
        for (double windows : new double[]{1, 2.5}) { // in a quiet time, in a flood
            var fromZero = new AtomicLong();
            var overflowing = new AtomicLong(Long.MAX_VALUE - (long) (windows * QUOTA.windowNanos()));
            var one = algorithm.start().apply(fromZero::get);
            var other = algorithm.start().apply(overflowing::get);
            var random = new Random(11);
            for (int i = 0; i < 3_000; i++) {
                long gap = i % 500 == 250 ? 2 * QUOTA.windowNanos() : random.nextLong(2_000_000);
                fromZero.addAndGet(gap);
                overflowing.addAndGet(gap);
                assertThat(other.next()).as("request %d", i).isEqualTo(one.next());
            }
        }
    }
}
