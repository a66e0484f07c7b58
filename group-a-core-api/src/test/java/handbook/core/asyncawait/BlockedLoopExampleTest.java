package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockedLoopExampleTest {
    @Test
    void aHandlerOnTheLoopLeavesNoBeatMeanwhile() throws InterruptedException {
        var strips = BlockedLoopExample.run(50);
        assertThat(strips).hasSize(4);
        assertThat(strips.subList(0, 2)).allSatisfy(strip -> assertThat(strip.whileHandled()).isZero());
    }
}
