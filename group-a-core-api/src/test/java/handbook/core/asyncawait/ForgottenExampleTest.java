package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import handbook.core.asyncawait.Accidents.Outcome;
import handbook.support.process.PreviewSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class ForgottenExampleTest {
    private static Map<Boolean, List<Outcome>> outcomes = Map.of();

    @BeforeAll
    static void run() throws InterruptedException {
        outcomes = ForgottenExample.run().stream()
                .collect(Collectors.partitioningBy(outcome -> outcome.way().equals("futures")));
    }

    private static List<Outcome> of(boolean futures) {
        return outcomes.getOrDefault(futures, List.of());
    }

    @Test
    @DisplayName("With futures the work goes on after the caller has its answer, in three accidents of four")
    void futures() {
        assertThat(of(true)).containsExactly(new Outcome("failed, nobody asks", "futures", "nothing", 0, 0),
                new Outcome("cancelled", "futures", "CancellationException", 1, 1),
                new Outcome("timed out", "futures", "TimeoutException", 1, 1),
                new Outcome("its sibling failed", "futures", "IllegalStateException", 1, 1));
    }

    @Test
    @DisplayName("In a task scope the caller sees each failure, and nothing is at work or written after that")
    void scopes() {
        var expected = new ArrayList<Outcome>();
        for (var way : PreviewSource.runsHere() ? List.of("TaskScope", "StructuredTaskScope") : List.of("TaskScope")) {
            expected.add(new Outcome("failed, nobody asks", way, "IllegalStateException", 0, 0));
            expected.add(new Outcome("cancelled", way, "CancellationException", 0, 0));
            expected.add(new Outcome("timed out", way, "TimeoutException", 0, 0));
            expected.add(new Outcome("its sibling failed", way, "IllegalStateException", 0, 0));
        }
        assertThat(of(false)).containsExactlyElementsOf(expected);
    }
}
