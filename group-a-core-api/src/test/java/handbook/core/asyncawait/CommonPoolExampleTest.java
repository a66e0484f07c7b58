package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.asyncawait.CommonPoolExample.Seen;

class CommonPoolExampleTest {
    private static List<Seen> seen = List.of();

    @BeforeAll
    static void startChildren() {
        seen = CommonPoolExample.run(List.of(1, 2, 4));
    }

    @Test
    @DisplayName("Without an executor, 1 of 16 tasks that wait runs at once in a JVM that sees 1 or 2 CPUs, with 4 CPUs 3")
    void noExecutor() {
        assertThat(seen).extracting(Seen::noExecutor).containsExactly(1, 1, 3);
    }

    @Test
    @DisplayName("With an executor of virtual threads, all 16 are inside with any number of CPUs")
    void virtualThreads() {
        assertThat(seen).extracting(Seen::virtual).containsOnly(CommonPoolExample.TASKS);
    }

    @Test
    @DisplayName("Of 16 virtual threads that compute, as many run at once as there are CPUs")
    void computing() {
        assertThat(seen).extracting(Seen::computing).containsExactly(1, 2, 4);
    }
}
