package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.server.Redis;

class DistributedTest {
    private static final int INSTANCES = 4;
    private static final Quota SLOW = new Quota(9, Duration.ofHours(9));

    private static Redis server;
    private static Fleet fleet;

    @BeforeAll
    static void start() {
        server = Redis.open();
        fleet = new Fleet(server.uri(), INSTANCES);
    }

    @AfterAll
    static void stop() {
        if (fleet != null) { // else it did not start, and nor did the test
            fleet.close();
        }
        server.close();
    }

    @Test
    @DisplayName("Of 9 allowed, racers in step let 36 through by GET and SET, 12 by GET and INCR, 9 by the script and by Bucket4j")
    void race() throws Exception {
        var admitted = DistributedExample.race(server, fleet, INSTANCES).stream()
                .map(DistributedExample.Admitted::admitted);
        assertThat(admitted).containsExactly(36, 12, 9, 9);
    }

    @Test
    @DisplayName("With 8 threads on 2 connections the script admits exactly the limit")
    void threads() throws Exception {
        try (var two = new Fleet(server.uri(), 2); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counts = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 4; i++) {
                counts.add(threads.submit(() -> two.ask(50, redis -> {
                    var limiter = new RedisGcra(redis, server.key("threads:"), 9, SLOW);
                    return () -> limiter.tryAcquire("c").admitted();
                })));
            }
            int admitted = 0;
            for (var count : counts) {
                admitted += count.get();
            }
            assertThat(admitted).isEqualTo(9);
        }
    }

    @Test
    @DisplayName("An instance that dies between INCR and EXPIRE leaves a counter without expiry, which locks its client out")
    void orphan() throws Exception {
        var orphan = DistributedExample.orphan(server, fleet, SLOW, 20);
        assertThat(orphan.millisToLive()).isEqualTo(-1);
        assertThat(orphan.admitted()).isEqualTo(8);
    }

    @Test
    @DisplayName("The script never leaves a key without expiry, and the key lives until its bucket is full")
    void expiry() {
        var limiter = new RedisGcra(fleet.first(), server.key("expiry:"), 9, SLOW);
        for (int i = 1; i <= 12; i++) {
            limiter.tryAcquire("c");
            long full = stored("expiry:c") / 1_000;
            assertThat(fleet.first().pexpiretime(server.key("expiry:c"))).as("after request %d", i)
                    .isBetween(full, full + 10_000); // TIME and SET read the clock separately
        }
    }

    /// The state in Redis: when the bucket is full again, in microseconds.
    private static long stored(String key) {
        return Long.parseLong(fleet.first().get(server.key(key)));
    }

    @Test
    @DisplayName("Redis that has forgotten the script is handed it again, and the state is kept")
    void noScript() {
        try (var own = Redis.own(); var one = new Fleet(own.uri(), 1)) { // others would miss their scripts
            var limiter = new RedisGcra(one.first(), own.key("noscript:"), 3, SLOW);
            assertThat(limiter.tryAcquire("c")).isEqualTo(new Decision(0, 2));
            one.first().scriptFlush();
            assertThat(limiter.tryAcquire("c")).isEqualTo(new Decision(0, 1));
            assertThat(limiter.tryAcquire("c")).isEqualTo(new Decision(0, 0));
            assertThat(limiter.tryAcquire("c").admitted()).isFalse();
        }
    }

    @Test
    @DisplayName("A state from the future, left by a clock that was set back, costs one filling of the bucket at most")
    void stateFromTheFuture() {
        var limiter = new RedisGcra(fleet.first(), server.key("future:"), 3, SLOW);
        long aYearAhead = (System.currentTimeMillis() + Duration.ofDays(365).toMillis()) * 1_000;
        fleet.first().set(server.key("future:c"), Long.toString(aYearAhead));
        var decision = limiter.tryAcquire("c");
        assertThat(decision.waitNanos()).isEqualTo(Duration.ofHours(1).toNanos());
        var filling = Duration.ofHours(3).toMillis();
        assertThat(stored("future:c") / 1_000).as("the refusal has corrected it")
                .isLessThanOrEqualTo(fleet.first().pexpiretime(server.key("future:c")));
        assertThat(fleet.first().pttl(server.key("future:c"))).isBetween(1L, filling);
    }

    /// States of which some time has passed since: full again, and with 0.5, 1, 8, 8.5 and 9 tokens missing.
    @ParameterizedTest
    @ValueSource(longs = {-60, 30, 60, 480, 510, 540})
    void refillsByTheRule(long minutesUntilFull) {
        var limiter = new RedisGcra(fleet.first(), server.key("refill:"), 9, SLOW);
        var rule = GcraRule.of(9, SLOW);
        long before = redisNanos();
        long tat = before + Duration.ofMinutes(minutesUntilFull).toNanos();
        fleet.first().set(server.key("refill:c"), Long.toString(tat / 1_000));
        var decision = limiter.tryAcquire("c");
        assertThat(decision.waitNanos()).isBetween(rule.waitNanos(tat, redisNanos(), 1),
                rule.waitNanos(tat, before, 1));
        long after = decision.admitted() ? rule.charged(tat, before, 1) : tat;
        assertThat(decision.remaining()).isEqualTo(rule.tokens(after, before));
    }

    private static long redisNanos() {
        var time = fleet.first().time();
        return Long.parseLong(time.get(0)) * 1_000_000_000 + Long.parseLong(time.get(1)) * 1_000;
    }

    @Test
    void tellsHowLongToWait() {
        var limiter = new RedisGcra(fleet.first(), server.key("wait:"), 1, SLOW);
        assertThat(limiter.tryAcquire("c").admitted()).isTrue();
        assertThat(limiter.tryAcquire("c").waitNanos())
                .isBetween(Duration.ofMinutes(50).toNanos(), Duration.ofHours(1).toNanos());
    }
}
