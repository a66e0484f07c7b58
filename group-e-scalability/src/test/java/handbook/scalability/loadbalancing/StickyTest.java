package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.scalability.loadbalancing.StickyExample.Row;
import handbook.support.server.Redis;

class StickyTest {
    private static final int CLIENTS = 24;
    private static Redis redis;
    private static StickyExample.Result result;

    @BeforeAll
    static void killAndDrain() throws Exception {
        redis = Redis.open();
        result = StickyExample.run(redis, CLIENTS);
    }

    @AfterAll
    static void close() {
        redis.close();
    }

    private static Row row(String store, Policy policy) {
        return result.rows().stream().filter(row -> row.store().equals(store) && row.policy() == policy).findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("Sessions in memory without stickiness: some clients are unknown by their second request")
    void memoryWithoutStickiness() {
        assertThat(row("memory", Policy.TWO_CHOICES).known()).isLessThan(CLIENTS);
    }

    @Test
    @DisplayName("Sticky sessions in memory: `kill -9` logs out exactly the clients of that instance")
    void memorySticky() {
        var row = row("memory", Policy.RING);
        assertThat(row.known()).isEqualTo(CLIENTS);
        assertThat(row.atKilled()).isPositive();
        assertThat(row.knownAfter()).isEqualTo(CLIENTS - row.atKilled());
    }

    @Test
    @DisplayName("Sessions in Redis survive the `kill -9` of the instance where the client logged in")
    void redis() {
        var row = row("redis", Policy.RING);
        assertThat(row.atKilled()).isPositive();
        assertThat(row.knownAfter()).isEqualTo(CLIENTS);
    }

    @Test
    @DisplayName("A signed token needs no stickiness and survives the `kill -9` of an instance")
    void signed() {
        var row = row("signed", Policy.TWO_CHOICES);
        assertThat(row.known()).isEqualTo(CLIENTS);
        assertThat(row.knownAfter()).isEqualTo(CLIENTS);
    }

    @Test
    @DisplayName("An instance that is drained before it is stopped fails no request of a running load")
    void drained() {
        assertThat(result.drained().sent()).isGreaterThanOrEqualTo(100);
        assertThat(result.drained().failed()).isZero();
    }
}
