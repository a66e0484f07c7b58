package handbook.performance.ratelimiting;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import handbook.support.time.FakeClock;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/// A limiter to be tried on a clock that is moved by hand.
///
/// @param name what the reader sees
/// @param holds how many pass while time stands still
/// @param bound the most that pass in any window of the quota's length
/// @param start makes one, given the time in nanoseconds
record Algorithm(String name, int holds, int bound, Function<LongSupplier, Answers> start) {
    /// Answers requests.
    @FunctionalInterface
    interface Answers {
        /// @return nanoseconds until the request that comes now may go on; less than 0 when it is refused
        long next();
    }

    // @start region=algorithms
    /// All of them, set to what one would configure for a quota; the last one so that it keeps the quota.
    static List<Algorithm> all(Quota quota) {
        int n = quota.limit();
        int burst = Math.max(1, n / 5);
        var slower = new Quota(Math.max(1, n - burst), quota.window());
        return List.of(
                of("fixed window", n, 2 * n, nanos -> new FixedWindow(quota, nanos)),
                of("sliding log", n, n, nanos -> new SlidingLog(quota, nanos)),
                of("sliding counter", n, 2 * n - 1, nanos -> new SlidingCounter(quota, nanos)),
                of("token bucket", n, 2 * n, nanos -> new TokenBucket(n, quota, nanos)),
                of("GCRA", n, 2 * n, nanos -> new Gcra(n, quota, nanos)),
                new Algorithm("leaky bucket (queue)", n, n + 1, nanos -> new LeakyBucket(n - 1, quota, nanos)::enqueue),
                of("Bucket4j", n, 2 * n, nanos -> bucket4j(n, quota, nanos)),
                of("Resilience4j", n, 2 * n, nanos -> resilience4j(quota, nanos)),
                of("GCRA, burst + rate = limit", burst, burst + slower.limit(),
                        nanos -> new Gcra(burst, slower, nanos)));
    }
    // @end

    static Algorithm of(String name, int holds, int bound, Function<LongSupplier, Limiter> make) {
        return new Algorithm(name, holds, bound, nanos -> {
            var limiter = make.apply(nanos);
            return () -> limiter.tryAcquire() ? 0 : -1;
        });
    }

    static Limiter bucket4j(int capacity, Quota rate, LongSupplier nanos) {
        var bucket = Bucket.builder().withCustomTimePrecision(meter(nanos))
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(rate.limit(), rate.window())).build();
        return () -> bucket.tryConsume(1);
    }

    static TimeMeter meter(LongSupplier nanos) {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }

    static Limiter resilience4j(Quota quota, LongSupplier nanos) {
        var config = RateLimiterConfig.custom().limitForPeriod(quota.limit()).limitRefreshPeriod(quota.window())
                .timeoutDuration(Duration.ZERO).build();
        return RateLimiter.of("limiter", config, nanos::getAsLong)::acquirePermission;
    }

    /// Lets requests arrive.
    ///
    /// @param arrivals when, in nanoseconds, ascending
    /// @return when those that were not refused went on, ascending
    long[] passed(long[] arrivals) {
        var clock = new FakeClock();
        var answers = start.apply(clock::nanoTime);
        return Arrays.stream(arrivals).flatMap(arrival -> {
            clock.advanceNanos(arrival - clock.nanoTime());
            long wait = answers.next();
            return wait < 0 ? LongStream.empty() : LongStream.of(arrival + wait);
        }).toArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
