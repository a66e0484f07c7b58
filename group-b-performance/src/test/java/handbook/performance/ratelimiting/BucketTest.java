package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.time.FakeClock;

class BucketTest {
    private static final int LARGE = 20_000_000;

    private final FakeClock clock = new FakeClock();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @DisplayName("GCRA, the token bucket and Bucket4j decide alike, where a token is a whole number of nanoseconds")
    void decideAlike(long seed) {
        var random = new Random(seed);
        var interval = random.nextInt(1, 50_000_000);
        int tokens = random.nextInt(1, 20);
        var rate = new Quota(tokens, Duration.ofNanos((long) interval * tokens));
        int capacity = random.nextInt(1, 50);
        var gcra = new Gcra(capacity, rate, clock::nanoTime);
        var bucket = new TokenBucket(capacity, rate, clock::nanoTime);
        var bucket4j = Algorithm.bucket4j(capacity, rate, clock::nanoTime);
        int admitted = 0;
        for (int i = 0; i < 20_000; i++) {
            clock.advanceNanos(random.nextInt(1_000) == 0
                    ? random.nextLong(2L * capacity * interval)
                    : random.nextLong(interval));
            boolean decision = gcra.tryAcquire();
            assertThat(bucket.tryAcquire()).as("token bucket, request %d", i).isEqualTo(decision);
            assertThat(bucket4j.tryAcquire()).as("Bucket4j, request %d", i).isEqualTo(decision);
            admitted += decision ? 1 : 0;
        }
        assertThat(admitted).isBetween(1_000, 19_999);
    }

    @Test
    @DisplayName("At 3 per second the third token of GCRA comes 2 ns later than Bucket4j's: an interval is rounded up")
    void rounding() {
        var gcra = new Gcra(10, Quota.perSecond(3), clock::nanoTime);
        var bucket4j = Algorithm.bucket4j(10, Quota.perSecond(3), clock::nanoTime);
        assertThat(gcra.tryAcquire(10)).isZero();
        assertThat(takeAll(bucket4j)).isEqualTo(10);
        clock.advanceNanos(999_999_999);
        assertThat(gcra.tryAcquire(2)).isZero();
        assertThat(takeAll(bucket4j)).isEqualTo(2);
        clock.advanceNanos(1);
        assertThat(gcra.tryAcquire(1)).isEqualTo(2);
        assertThat(takeAll(bucket4j)).isEqualTo(1);
    }

    private static int takeAll(Limiter limiter) {
        int taken = 0;
        while (taken <= LARGE && limiter.tryAcquire()) {
            taken++;
        }
        return taken;
    }

    @Test
    @DisplayName("A refused request takes nothing, and waiting as long as it was told admits it, a nanosecond less does not")
    void waiting() {
        var gcra = new Gcra(10, Quota.perSecond(5), clock::nanoTime);
        assertThat(gcra.tryAcquire(8)).isZero();
        long wait = gcra.tryAcquire(6);
        assertThat(wait).isEqualTo(800_000_000L);
        assertThat(gcra.tryAcquire(6)).isEqualTo(wait);
        clock.advanceNanos(wait - 1);
        assertThat(gcra.tryAcquire(6)).isEqualTo(1);
        clock.advanceNanos(1);
        assertThat(gcra.tryAcquire(6)).isZero();
        assertThat(gcra.tokens()).isZero();
    }

    /// The others meet under a lock; here it takes millions of requests until a compare-and-set is needed.
    @Test
    void losesNoUpdateUnderContention() throws Exception {
        var gcra = new Gcra(LARGE, new Quota(LARGE, Duration.ofHours(1)), clock::nanoTime);
        var barrier = new CyclicBarrier(2);
        Callable<Integer> task = () -> {
            barrier.await();
            return takeAll(gcra);
        };
        try (var threads = Executors.newFixedThreadPool(2)) {
            int admitted = 0;
            for (var count : threads.invokeAll(List.of(task, task))) {
                admitted += count.get();
            }
            assertThat(admitted).isEqualTo(LARGE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 11, Integer.MAX_VALUE})
    void refusesPermitsThatCanNeverPass(int permits) {
        var gcra = new Gcra(10, Quota.perSecond(5), clock::nanoTime);
        assertThatThrownBy(() -> gcra.tryAcquire(permits)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 10").hasMessageContaining(Integer.toString(permits));
        assertThat(gcra.tokens()).isEqualTo(10);
    }

    @Test
    void refusesLimitsThatLimitNothing() {
        assertThatThrownBy(() -> new Quota(0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Quota(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gcra(0, Quota.perSecond(1), clock::nanoTime))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBucket(0, Quota.perSecond(1), clock::nanoTime))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LeakyBucket(-1, Quota.perSecond(1), clock::nanoTime))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Gcra(1_000_000, new Quota(1, Duration.ofDays(365)), clock::nanoTime))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    @DisplayName("The leaky bucket as a queue spaces a burst evenly and refuses what does not fit into the queue")
    void leakyBucket() {
        var leaky = new LeakyBucket(2, Quota.perSecond(10), clock::nanoTime);
        assertThat(leaky.enqueue()).isZero();
        assertThat(leaky.enqueue()).isEqualTo(100_000_000);
        assertThat(leaky.enqueue()).isEqualTo(200_000_000);
        assertThat(leaky.enqueue()).isEqualTo(LeakyBucket.FULL);
        clock.advance(Duration.ofMillis(100));
        assertThat(leaky.enqueue()).isEqualTo(200_000_000);
        clock.advance(Duration.ofMinutes(1));
        assertThat(leaky.enqueue()).isZero();
    }
}
