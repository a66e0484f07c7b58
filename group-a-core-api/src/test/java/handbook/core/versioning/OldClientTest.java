package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.versioning.BreakAClientExample.Outcome;
import handbook.core.versioning.OldClient.Reported;

class OldClientTest {
    private static List<Outcome> outcomes = List.of();

    @BeforeAll
    static void run() throws IOException, InterruptedException {
        outcomes = BreakAClientExample.run();
    }

    /// What became of the strict client, of Jackson 3's and of the tolerant one.
    private static List<String> after(ServerChange change) {
        return outcomes.stream().filter(outcome -> outcome.change() == change).map(Outcome::what).toList();
    }

    @Test
    void unchanged() {
        assertThat(after(ServerChange.NONE)).containsExactly("ok", "ok", "ok");
    }

    @Test
    @DisplayName("An added field stops a client with Jackson 2 as it comes, and no other")
    void fieldAdded() {
        assertThat(after(ServerChange.FIELD_ADDED)).containsExactly("fails: UnrecognizedPropertyException", "ok", "ok");
    }

    @Test
    @DisplayName("A new enum value stops Jackson 2 and 3; the tolerant client takes it for unknown")
    void enumValueAdded() {
        assertThat(after(ServerChange.ENUM_VALUE_ADDED)).containsExactly("fails: InvalidFormatException",
                "fails: InvalidFormatException", "\"unknown\"");
    }

    @Test
    @DisplayName("A renamed field stops Jackson 2, is null to Jackson 3 in silence, and is reported by the tolerant client")
    void fieldRenamed() {
        assertThat(after(ServerChange.FIELD_RENAMED)).containsExactly("fails: UnrecognizedPropertyException",
                "customer null, silently", "reports: customer is missing");
    }

    @Test
    @DisplayName("A removed field is null to Jackson 2 and 3 in silence")
    void fieldRemoved() {
        assertThat(after(ServerChange.FIELD_REMOVED)).containsExactly("customer null, silently",
                "customer null, silently", "reports: customer is missing");
    }

    @Test
    @DisplayName("1990 cents that become 19.90 euros are 19 cents to Jackson 2 and 3, in silence")
    void typeChanged() {
        assertThat(after(ServerChange.TYPE_CHANGED)).containsExactly("total 19, silently", "total 19, silently",
                "reports: total is no whole number");
    }

    @Test
    void aTotalThatIsNoInt() {
        assertThatThrownBy(() -> OldClient.TOLERANT.read("""
                {"id":7,"status":"PAID","customer":"Ada","total":4294969286}""")).isInstanceOf(Reported.class)
                .hasMessage("total is too large");
    }

    @Test
    @DisplayName("A new required input and a new order of a list break all three")
    void meaningChanged() {
        assertThat(after(ServerChange.INPUT_REQUIRED)).containsOnly("its order is refused");
        assertThat(after(ServerChange.ORDER_CHANGED)).containsOnly("newest 7, silently");
    }

    @Test
    @DisplayName("A client that waits for 201 takes 202 for a failure, though its order was taken")
    void statusChanged() {
        assertThat(after(ServerChange.STATUS_CHANGED)).containsExactly("takes 202 for a failure",
                "takes 202 for a failure", "ok");
    }
}
