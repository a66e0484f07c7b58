package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.support.process.PreviewSource;

class StructuredFanoutTest {
    private static Fanout unstructured = new Fanout("", 0, 0, 0, 0, "", "");
    private static List<Fanout> scoped = List.of();

    @BeforeAll
    @Timeout(120) // only so that a mistake ends
    static void run() throws Exception {
        var versions = StructuredFanoutExample.run();
        unstructured = versions.getFirst();
        scoped = versions.subList(1, versions.size());
    }

    @Test
    @DisplayName("With futures the sibling works on for nobody after its caller has failed")
    void futuresLeaveSiblingsRunning() {
        assertThat(unstructured.status()).isEqualTo(500);
        assertThat(unstructured.readersLeft()).isEqualTo(1);
        assertThat(unstructured.pagesAfter()).isPositive();
    }

    @Test
    @DisplayName("With a scope no fork is at work when the caller has its answer")
    void scopesEndTheirForks() {
        assertThat(scoped).hasSize(PreviewSource.runsHere() ? 2 : 1).allSatisfy(version -> {
            assertThat(version.status()).isEqualTo(500);
            assertThat(version.pagesBefore()).isGreaterThanOrEqualTo(Backends.PAGES_BEFORE_FAILURE);
            assertThat(version.readersLeft()).isZero();
            assertThat(version.pagesAfter()).isZero();
        });
    }

    @Test
    @DisplayName("The request id in a ThreadLocal is found by a task of no request, the one in a ScopedValue is not")
    void requestIdLeaks() {
        assertThat(unstructured.idInNextTask()).isEqualTo(Fanout.REQUEST);
        assertThat(scoped).allSatisfy(version -> {
            assertThat(version.idsSent()).isEqualTo(Fanout.REQUEST);
            assertThat(version.idInNextTask()).isEqualTo(Fanout.NONE);
        });
    }
}
