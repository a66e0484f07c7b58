package handbook.support.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class FakeClockTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(clock.nanoTime()).isZero();
        assertThat(clock.instant()).isEqualTo("2026-01-01T00:00:00Z").isEqualTo(clock.instant());
    }

    @Test
    void bothTimesAdvanceTogether() {
        clock.advance(Duration.ofHours(1));
        clock.advanceNanos(7);
        assertThat(clock.nanoTime()).isEqualTo(3_600_000_000_007L);
        assertThat(clock.instant()).isEqualTo("2026-01-01T01:00:00.000000007Z");
        assertThat(clock.millis()).isEqualTo(clock.instant().toEpochMilli());
    }

    @Test
    void aStepOfTheWallClockLeavesTheElapsedTime() {
        clock.advance(Duration.ofSeconds(5));
        clock.setWall(Instant.parse("2025-12-31T23:59:59.5Z"));
        assertThat(clock.instant()).isEqualTo("2025-12-31T23:59:59.5Z");
        assertThat(clock.nanoTime()).isEqualTo(5_000_000_000L);
    }

    @Test
    void theElapsedTimeNeverGoesBack() {
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 ns");
        assertThat(clock.nanoTime()).isZero();
    }
}
