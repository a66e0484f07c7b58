package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import com.sun.management.OperatingSystemMXBean;

import handbook.core.gil.OneCpuExample.Seen;
import handbook.support.example.Failure;

class OneCpuExampleTest {
    private static final int SPIN_MILLIS = 200;
    private static final long SERVER_CLASS_BYTES = 1792L << 20;

    private static Seen one;
    private static Seen two;
    private static Seen four;

    @BeforeAll
    static void startChildren() {
        var seen = OneCpuExample.run(SPIN_MILLIS, List.of(1, 2, 4));
        one = seen.get(0);
        two = seen.get(1);
        four = seen.get(2);
    }

    @Test
    @DisplayName("A JVM has as many carriers for virtual threads as it sees CPUs")
    void carriers() {
        assertThat(List.of(one, two, four)).extracting(Seen::cpus).containsExactly(1, 2, 4);
        assertThat(List.of(one, two, four)).extracting(Seen::carriers).containsExactly(1, 2, 4);
    }

    @Test
    @DisplayName("The common pool has 1 worker in a JVM that sees 1 or 2 CPUs, with 4 CPUs 3")
    void commonPool() {
        assertThat(List.of(one, two, four)).extracting(Seen::commonPool).containsExactly(1, 1, 3);
    }

    @Test
    @DisplayName("A JVM that sees 1 CPU takes the Serial collector, one that sees 2 takes G1")
    void collectors() {
        assumeTrue(Runtime.version().feature() < 27, "from JDK 27 on it is G1 everywhere (JEP 523)");
        assertThat(one.collector()).isEqualTo("Serial");
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        assumeTrue(system.getTotalMemorySize() >= SERVER_CLASS_BYTES, "less than 1792 MiB: no server-class machine");
        assertThat(two.collector()).isEqualTo("G1");
    }

    @Test
    @DisplayName("Of 16 blocking tasks the common pool runs 1 at once with 1 or 2 CPUs, and 3 with 4")
    void tasksAtOnce() {
        assertThat(List.of(one.tasksAtOnce(), two.tasksAtOnce(), four.tasksAtOnce())).containsExactly(1, 1, 3);
    }

    @Test
    void aChildThatCannotStartIsAFailureThatShowsWhatItSaid() {
        assertThatThrownBy(() -> OneCpuExample.seen(OneCpuExample.start(SPIN_MILLIS, "-XX:NoSuchFlag=1")))
                .isInstanceOf(Failure.class).hasMessageContaining("ended with 1").hasMessageContaining("NoSuchFlag");
    }
}
