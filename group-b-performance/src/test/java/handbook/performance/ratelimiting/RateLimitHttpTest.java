package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.time.FakeClock;

class RateLimitHttpTest {
    private final FakeClock clock = new FakeClock();

    private static String header(List<String> response, String name) {
        return response.stream().filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ": ")).findFirst()
                .map(line -> line.substring(name.length() + 2)).orElse("(missing)");
    }

    @Test
    @DisplayName("429 carries `Retry-After` of at least 1; who waits so long is admitted, and a millisecond less than the exact wait is too short")
    void retryAfter() throws IOException {
        try (var server = new LimitedServer()) {
            var limiter = new KeyedGcra(1, new Quota(10, Duration.ofSeconds(4)), 100, clock::nanoTime);
            server.route("/", new RateLimitFilter(limiter, Quota.perSecond(3), exchange -> "client"));
            assertThat(LimitedServer.status(server.get("/"))).isEqualTo(204);
            var refused = server.get("/");
            assertThat(LimitedServer.status(refused)).isEqualTo(429);
            assertThat(header(refused, "retry-after")).isEqualTo("1");
            assertThat(header(refused, "ratelimit")).isEqualTo("\"default\";r=0;t=1");
            clock.advance(Duration.ofMillis(399));
            assertThat(LimitedServer.status(server.get("/"))).isEqualTo(429);
            clock.advance(Duration.ofMillis(601));
            var admitted = server.get("/");
            assertThat(LimitedServer.status(admitted)).isEqualTo(204);
            assertThat(header(admitted, "ratelimit")).isEqualTo("\"default\";r=0");
            assertThat(header(admitted, "ratelimit-policy")).isEqualTo("\"default\";q=3;w=1");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 999, 1_500})
    void announcesWholeSecondsOnly(long millis) {
        var quota = new Quota(3, Duration.ofMillis(millis));
        assertThatThrownBy(() -> new RateLimitFilter(key -> new Decision(0, 0), quota, exchange -> "client"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("whole seconds");
    }

    @Test
    void waitsAreRoundedUpToSeconds() {
        assertThat(new Decision(1, 0).retryAfterSeconds()).isEqualTo(1);
        assertThat(new Decision(1_000_000_000, 0).retryAfterSeconds()).isEqualTo(1);
        assertThat(new Decision(1_000_000_001, 0).retryAfterSeconds()).isEqualTo(2);
    }

    @Test
    @DisplayName("Over HTTP, a client that spoofs the left end of the header passes the limit keyed by it, and not the one keyed by the right end")
    void spoofingOverHttp() throws IOException {
        var leftmost = RateLimitHttpExample.spoofing("leftmost", RateLimitHttpExample::leftmost);
        assertThat(leftmost.same()).isEqualTo(20);
        assertThat(leftmost.spoofed()).isEqualTo(60);
        assertThat(leftmost.hosts()).isEqualTo(60);
        var right = RateLimitHttpExample.spoofing("right", RateLimitHttpExample::behindProxies);
        assertThat(List.of(right.same(), right.spoofed(), right.hosts())).containsOnly(20);
    }

    @Test
    @DisplayName("Clients that obey one `Retry-After` come back in one instant; with jitter no later quarter of a second sees half of them")
    void herd() {
        int clients = 500;
        var obedient = RateLimitHttpExample.herd(clients, Herd.OBEDIENT);
        assertThat(obedient.arrivals()[0]).isEqualTo(clients);
        assertThat(obedient.arrivals()[4]).as("all that were refused").isEqualTo(clients - 20);
        long quarter = TimeUnit.MILLISECONDS.toNanos(250);
        var jittered = Herd.run(clients, 20, Quota.perSecond(80), Herd.jittered(new Random(7)), 400, quarter);
        assertThat(Arrays.stream(jittered.arrivals()).sum()).as("all of them").isEqualTo(jittered.requests());
        assertThat(Arrays.stream(jittered.arrivals()).skip(1).max().orElseThrow()).isLessThan(clients / 2);
        assertThat(jittered.requests()).isLessThan(obedient.requests() / 2);
        assertThat(jittered.lastNanos()).isLessThan(obedient.lastNanos());
    }
}
