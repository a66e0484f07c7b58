package handbook.support.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

import handbook.support.net.Ledger.Balance;
import handbook.support.net.Ledger.Outcome;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    private long request(Outcome outcome) {
        var id = ledger.open();
        ledger.close(id, outcome, "by a");
        return id;
    }

    @Test
    void outcomesAreHeldAgainstEffects() {
        var done = request(Outcome.DONE);
        var missing = request(Outcome.DONE);
        var doubled = request(Outcome.DONE);
        var refused = request(Outcome.REFUSED);
        var lostYetDone = request(Outcome.LOST);
        request(Outcome.LOST);
        assertThat(missing).isNotEqualTo(refused);
        assertThat(ledger.balance(List.of(done, doubled, lostYetDone, doubled)))
                .isEqualTo(new Balance(6, 3, 1, 2, 1, 1, 1));
        assertThat(ledger.count(Outcome.LOST)).isEqualTo(2);
        assertThat(ledger.entries()).extracting(Ledger.Entry::id).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aRequestHasOneOutcome() {
        var id = request(Outcome.DONE);
        assertThatThrownBy(() -> ledger.close(id, Outcome.LOST, "again")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("request 1 is not open");
        assertThat(ledger.size()).isEqualTo(1);
    }

    @Test
    void aBookWithAnOpenRequestDoesNotBalance() {
        ledger.open();
        assertThatThrownBy(() -> ledger.balance(List.of())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without an outcome: [1]");
    }

    @Test
    void anEffectThatNobodyAskedForDoesNotBalance() {
        request(Outcome.DONE);
        assertThatThrownBy(() -> ledger.balance(List.of(1L, 2L))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("request 2, which nobody sent");
    }
}
