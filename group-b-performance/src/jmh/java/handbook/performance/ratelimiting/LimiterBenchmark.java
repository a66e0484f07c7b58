package handbook.performance.ratelimiting;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

import com.google.common.util.concurrent.RateLimiter;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/// One admitted request in this JVM, with one thread and with two on one limiter. The limit reads the clock and sets one
/// word by compare-and-set. The rate is so high that nothing is refused.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class LimiterBenchmark {
    private static final int MANY = 1_000_000_000;

    private final AtomicLong word = new AtomicLong();
    private Gcra gcra;
    private TokenBucket tokenBucket;
    private Bucket bucket4j;
    private io.github.resilience4j.ratelimiter.RateLimiter resilience4j;
    private RateLimiter guava;

    @Setup
    public void setUp() {
        var rate = Quota.perSecond(MANY);
        gcra = new Gcra(MANY, rate, System::nanoTime);
        tokenBucket = new TokenBucket(MANY, rate, System::nanoTime);
        bucket4j = Bucket.builder().withNanosecondPrecision()
                .addLimit(limit -> limit.capacity(MANY).refillGreedy(MANY, Duration.ofSeconds(1))).build();
        resilience4j = io.github.resilience4j.ratelimiter.RateLimiter.of("limiter",
                RateLimiterConfig.custom().limitForPeriod(MANY).limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(Duration.ZERO).build());
        guava = RateLimiter.create(MANY);
    }

    private boolean compareAndSet() {
        long now = System.nanoTime();
        while (true) {
            long old = word.get();
            if (word.compareAndSet(old, Math.max(old + 1, now))) {
                return true;
            }
        }
    }

    @Benchmark
    @Threads(1)
    public boolean limit() {
        return compareAndSet();
    }

    @Benchmark
    @Threads(1)
    public boolean tokenBucketInOneWord() {
        return gcra.tryAcquire();
    }

    @Benchmark
    @Threads(1)
    public boolean tokenBucketWithLock() {
        return tokenBucket.tryAcquire();
    }

    @Benchmark
    @Threads(1)
    public boolean bucket4j() {
        return bucket4j.tryConsume(1);
    }

    @Benchmark
    @Threads(1)
    public boolean resilience4j() {
        return resilience4j.acquirePermission();
    }

    @Benchmark
    @Threads(1)
    public boolean guava() {
        return guava.tryAcquire();
    }

    @Benchmark
    @Threads(2)
    public boolean limitOnTwo() {
        return compareAndSet();
    }

    @Benchmark
    @Threads(2)
    public boolean tokenBucketInOneWordOnTwo() {
        return gcra.tryAcquire();
    }

    @Benchmark
    @Threads(2)
    public boolean tokenBucketWithLockOnTwo() {
        return tokenBucket.tryAcquire();
    }

    @Benchmark
    @Threads(2)
    public boolean bucket4jOnTwo() {
        return bucket4j.tryConsume(1);
    }

    @Benchmark
    @Threads(2)
    public boolean resilience4jOnTwo() {
        return resilience4j.acquirePermission();
    }

    @Benchmark
    @Threads(2)
    public boolean guavaOnTwo() {
        return guava.tryAcquire();
    }
}
