package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.gil.DemonstrationExample.Frame;
import handbook.core.gil.DemonstrationExample.Settings;

@Timeout(60)
class DemonstrationExampleTest {
    private static Frame played(String keys) throws InterruptedException {
        var settings = Settings.FIRST;
        for (var key : keys.toCharArray()) {
            settings = settings.after(key);
        }
        return DemonstrationExample.run(settings, 3, Duration.ofMillis(20));
    }

    @Test
    void withTheGilOneProgramExecutesAtATime() throws InterruptedException {
        assertThat(played("").mostAtOnce()).isEqualTo(1);
        assertThat(played("i").mostAtOnce()).isEqualTo(1);
    }

    @Test
    void ownVariablesLoseNothingWithAndWithoutIo() throws InterruptedException {
        for (var keys : new String[]{"", "g", "i", "gi"}) {
            var frame = played(keys);
            assertThat(frame.opcodes()).hasSize(3);
            assertThat(frame.counted()).as(keys).isEqualTo(frame.added());
        }
    }

    @Test
    void aSharedVariableNeverCountsMoreThanWasAdded() throws InterruptedException {
        var frame = played("s");
        assertThat(frame.counted()).isPositive().isLessThanOrEqualTo(frame.added());
    }

    @Test
    void keysChangeTheSettings() {
        var five = Duration.ofMillis(5);
        assertThat(Settings.FIRST.after('g').after('s').after('i')).isEqualTo(new Settings(false, true, true, five));
        assertThat(Settings.FIRST.after('+').switchInterval()).isEqualTo(five.multipliedBy(2));
        assertThat(Settings.FIRST.after('-').switchInterval()).isEqualTo(five.dividedBy(2));
        assertThat(Settings.FIRST.after('?')).isEqualTo(Settings.FIRST);
    }

    @Test
    void theSwitchIntervalHasLimits() {
        var settings = Settings.FIRST;
        for (int i = 0; i < 100; i++) {
            settings = settings.after('-');
        }
        assertThat(settings.switchInterval()).isPositive();
        for (int i = 0; i < 100; i++) {
            settings = settings.after('+');
        }
        assertThat(settings.switchInterval()).isEqualTo(Duration.ofMillis(80));
    }
}
