package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import com.google.common.util.concurrent.RateLimiter;

import handbook.support.time.FakeClock;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

class LibraryTrapsTest {
    private final FakeClock clock = new FakeClock();

    private static int admitted(BooleanSupplier limiter, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += limiter.getAsBoolean() ? 1 : 0;
        }
        return admitted;
    }

    @Test
    @DisplayName("Bucket4j's bucket of 100 that refills with 100 a second admits 200 in its first second, greedy and intervally")
    void bucket4jTwiceTheLimit() {
        var second = Duration.ofSeconds(1);
        var greedy = Bucket.builder().withCustomTimePrecision(Algorithm.meter(clock::nanoTime))
                .addLimit(limit -> limit.capacity(100).refillGreedy(100, second)).build();
        var intervally = Bucket.builder().withCustomTimePrecision(Algorithm.meter(clock::nanoTime))
                .addLimit(limit -> limit.capacity(100).refillIntervally(100, second)).build();
        assertThat(admitted(() -> greedy.tryConsume(1), 500)).isEqualTo(100);
        assertThat(admitted(() -> intervally.tryConsume(1), 500)).isEqualTo(100);
        clock.advance(second);
        assertThat(admitted(() -> greedy.tryConsume(1), 500)).isEqualTo(100);
        assertThat(admitted(() -> intervally.tryConsume(1), 500)).isEqualTo(100);
    }

    @Test
    @DisplayName("Resilience4j is a fixed window: 200 of 100 per 500 ms pass within 20 ms around the end of a cycle")
    void resilience4jCycle() {
        var quota = new Quota(100, Duration.ofMillis(500));
        var limiter = Algorithm.resilience4j(quota, clock::nanoTime);
        clock.advance(Duration.ofMillis(490));
        assertThat(admitted(limiter::tryAcquire, 500)).isEqualTo(100);
        clock.advance(Duration.ofMillis(9));
        assertThat(admitted(limiter::tryAcquire, 500)).as("still in the first cycle").isZero();
        clock.advance(Duration.ofMillis(11));
        assertThat(admitted(limiter::tryAcquire, 500)).isEqualTo(100);
    }

    @Test
    @DisplayName("Resilience4j's default refresh period is 500 ns, so a limit without a period limits nothing")
    void resilience4jDefault() {
        assertThat(RateLimiterConfig.ofDefaults().getLimitRefreshPeriod()).isEqualTo(Duration.ofNanos(500));
        var period = RateLimiterConfig.custom().limitForPeriod(100).build().getLimitRefreshPeriod();
        var limiter = Algorithm.resilience4j(new Quota(100, period), clock::nanoTime);
        int admitted = 0;
        for (int i = 0; i < 10_000; i++) {
            clock.advanceNanos(500);
            admitted += admitted(limiter::tryAcquire, 100);
        }
        assertThat(admitted).as("in 5 ms").isEqualTo(1_000_000);
    }

    @Test
    @DisplayName("Guava lets 1,000 permits pass at once at 1 per second, and makes the next one pay")
    @SuppressWarnings("UnstableApiUsage")
    void guavaChargesTheNext() {
        var limiter = RateLimiter.create(1);
        assertThat(limiter.tryAcquire(1_000)).isTrue();
        assertThat(limiter.tryAcquire()).isFalse();
        assertThat(limiter.tryAcquire(Duration.ofSeconds(900))).as("not even within 15 minutes").isFalse();
    }
}
