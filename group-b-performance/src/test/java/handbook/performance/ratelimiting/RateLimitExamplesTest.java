package handbook.performance.ratelimiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.console.LiveConsole;
import handbook.support.example.RunResult;

class RateLimitExamplesTest {
    @Test
    @DisplayName("Of nine limiters set to 100 per second two keep it in every second: the sliding log, and the bucket whose burst and rate add up to it")
    void whoKeepsTheLimit() {
        var keep = AlgorithmsExample.run(Quota.perSecond(100), Pattern.EDGE).stream()
                .filter(row -> row.worst().count() <= 100).map(row -> row.algorithm().name());
        assertThat(keep).containsExactly("sliding log", "GCRA, burst + rate = limit");
    }

    @Test
    void theBucketThatIsPlayedWithKeepsItsBound() {
        var lines = new ArrayList<String>();
        var example = new RateLimitPlayExample();
        example.capacity = 10;
        example.rate = 5;
        try (var console = LiveConsole.open("bb.....r", "", lines::add)) {
            assertThat(example.run(console)).isEqualTo(new RateLimitPlayExample.Played(11, 10, 12));
        }
        assertThat(lines).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--limit 1", "--limit x", "--pattern zigzag", "--limit 10001"})
    void badArgumentsAreOneLine(String args) {
        assertThat(RunResult.of(new AlgorithmsExample(), args.split(" ")).refusal())
                .startsWith("rate-limit-algorithms: ");
    }
}
