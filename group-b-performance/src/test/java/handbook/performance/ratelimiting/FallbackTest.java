package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import handbook.support.net.TcpProxy;
import handbook.support.server.Redis;
import handbook.support.time.FakeClock;
import io.lettuce.core.RedisURI;

class FallbackTest {
    private static final Quota SLOW = new Quota(3, Duration.ofHours(3));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
        logger().setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
        logger().setAdditive(true);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(FallbackLimiter.class);
    }

    private static List<Integer> statuses(LimitedServer server, String path, int requests) throws Exception {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < requests; i++) {
            statuses.add(LimitedServer.status(server.get(path)));
        }
        return statuses;
    }

    @Test
    @DisplayName("Without Redis the read route passes all, the login route keeps a local limit, and each says so once")
    void redisDown() throws Exception {
        try (var redis = Redis.open();
                var proxy = new TcpProxy(RedisURI.create(redis.uri()).getHost(),
                        RedisURI.create(redis.uri()).getPort());
                var fleet = Fleet.through(proxy, redis.uri(), true);
                var server = new LimitedServer()) {
            var shared = new RedisGcra(fleet.first(), redis.key("down:"), 3, SLOW);
            var local = new KeyedGcra(2, SLOW, 100, new FakeClock()::nanoTime);
            server.route("/read", filter(new FallbackLimiter("read", shared, FallbackLimiter.OPEN), "reader"));
            server.route("/login", filter(new FallbackLimiter("login", shared, local), "user"));
            assertThat(statuses(server, "/read", 4)).containsExactly(204, 204, 204, 429);
            assertThat(statuses(server, "/login", 1)).containsExactly(204);

            proxy.down();
            assertThat(statuses(server, "/read", 5)).containsOnly(204);
            assertThat(statuses(server, "/login", 4)).containsExactly(204, 204, 429, 429);

            proxy.restore();
            await().atMost(Duration.ofSeconds(60)).until(() -> statuses(server, "/read", 1).equals(List.of(429)));
            assertThat(statuses(server, "/login", 3)).as("the shared state was kept").containsExactly(204, 204, 429);
        }
        assertThat(
                log.list.stream().map(event -> event.getLevel() + " " + event.getFormattedMessage().split(" \\(")[0]))
                .containsExactly("WARN read: the shared limiter is gone", "WARN login: the shared limiter is gone",
                        "INFO read: the shared limiter is back", "INFO login: the shared limiter is back");
    }

    @Test
    void aRedisThatHangsIsGoneAfterTheTimeout() throws Exception {
        try (var redis = Redis.open();
                var proxy = new TcpProxy(RedisURI.create(redis.uri()).getHost(),
                        RedisURI.create(redis.uri()).getPort());
                var fleet = Fleet.through(proxy, redis.uri(), false)) {
            var shared = new RedisGcra(fleet.first(), redis.key("hangs:"), 3, SLOW);
            var limiter = new FallbackLimiter("login", shared, new KeyedGcra(1, SLOW, 100, new FakeClock()::nanoTime));
            fleet.setTimeout(Duration.ofMillis(50));
            proxy.blackHole();
            assertThat(limiter.tryAcquire("user").admitted()).isTrue();
            assertThat(limiter.tryAcquire("user").admitted()).isFalse();
        }
        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    }

    private static RateLimitFilter filter(KeyedLimiter limiter, String client) {
        return new RateLimitFilter(limiter, SLOW, exchange -> client);
    }
}
