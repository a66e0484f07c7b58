package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What the examples say of real back ends, as far as it is the same on every machine.
class ExamplesTest {
    private static <T> T of(Map<String, T> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    @Test
    @DisplayName("Round robin sends a slow back end its quarter, through the whiteboard proxy and through Vert.x's")
    void slowBackend() throws Exception {
        var results = PoliciesExample.overHttp(80);
        assertThat(of(results, "whiteboard, round robin").served()).containsExactly(20, 20, 20, 20);
        assertThat(of(results, "Vert.x, round robin").served()).containsExactly(20, 20, 20, 20);
    }

    @Test
    @DisplayName("Over HTTP every request has one outcome: round robin loses exactly a tenth to the broken instance, ejection stops the loss")
    void brokenBackend() throws Exception {
        var results = BlackHoleExample.overHttp(200);
        assertThat(results.values()).allMatch(real -> real.sent() == 200 && real.errors() == real.toBroken());
        assertThat(of(results, "round robin").errors()).isEqualTo(20);
        // three failures, and what the six other clients had under way
        assertThat(of(results, "least loaded, three failures eject").errors()).isBetween(3, 9);
    }

    @Test
    @DisplayName("When the database is away, a probe that asks for it turns every request away, unless the panic rule ignores it")
    void probes() throws Exception {
        var answered = BlackHoleExample.sharedDependency();
        assertThat(answered.get("asks the database")).isZero();
        assertThat(answered.get("asks the database, panic below 50 %")).isEqualTo(100);
        assertThat(answered.get("asks the instance alone")).isEqualTo(100);
    }
}
