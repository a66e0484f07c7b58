package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.ExampleRunner;

class BlockedLoopExampleTest {
    @Test
    void aHandlerOnTheLoopLeavesNoBeatMeanwhile() throws InterruptedException {
        var strips = BlockedLoopExample.run(50);
        assertThat(strips).hasSize(4).allSatisfy(strip -> assertThat(strip.beats().isEmpty()).isFalse());
        assertThat(strips.subList(0, 2)).allSatisfy(strip -> assertThat(strip.whileHandled()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "x", "50 50"})
    void badArgumentsAreOneLine(String arguments) {
        var err = new StringWriter();
        var errors = new PrintWriter(err, true);
        assertThat(ExampleRunner.run(new BlockedLoopExample(), errors, errors, arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("async-blocked-loop: ");
    }
}
