package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.transactions.AnnotationTrapsExample.Left;
import handbook.core.transactions.AnnotationTrapsExample.Surprise;
import handbook.support.server.Postgres;

class AnnotationTrapsTest {
    private static List<Surprise> all;

    @BeforeAll
    static void run() {
        try (var postgres = Postgres.open()) {
            all = AnnotationTrapsExample.run(postgres);
        }
    }

    private static void assertLeft(String trap, Left says, Left mended) {
        var surprise = all.stream().filter(one -> one.trap().equals(trap)).findFirst().orElseThrow();
        assertThat(surprise.says()).isEqualTo(says);
        assertThat(surprise.mended()).isEqualTo(mended);
    }

    @Test
    @DisplayName("A call within the bean has no transaction: the row stays though the method threw; called within a transaction template it goes")
    void selfCall() {
        assertLeft("call within the bean", new Left(List.of("imported"), "IllegalStateException"),
                new Left(List.of(), "IllegalStateException"));
    }

    @Test
    @DisplayName("A checked exception commits, unless `rollbackFor` names it")
    void checkedException() {
        assertLeft("checked exception", new Left(List.of("order"), "IOException"),
                new Left(List.of(), "IOException"));
    }

    @Test
    @DisplayName("A swallowed failure of an inner method rolls all back with UnexpectedRollbackException; with `NESTED` only the inner part goes")
    void swallowedFailure() {
        assertLeft("swallowed inner failure", new Left(List.of(), "UnexpectedRollbackException"),
                new Left(List.of("order"), "-"));
    }

    @Test
    @DisplayName("REQUIRES_NEW takes a second connection: with a pool of 1 it waits for itself until the time-out, with 2 both rows are there")
    void requiresNew() {
        assertLeft("REQUIRES_NEW, pool of 1", new Left(List.of(), "CannotCreateTransactionException"),
                new Left(List.of("audit", "order"), "-"));
    }

    @Test
    @DisplayName("Another thread is not in the transaction: its row stays though the method threw")
    void otherThread() {
        assertLeft("another thread", new Left(List.of("order"), "IllegalStateException"),
                new Left(List.of(), "IllegalStateException"));
    }
}
