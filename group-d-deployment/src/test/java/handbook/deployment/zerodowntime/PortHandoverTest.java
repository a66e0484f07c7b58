package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.deployment.zerodowntime.PortHandover.Handover;

@Timeout(60) // only so that a mistake ends
class PortHandoverTest {
    private static final int CLIENTS = 40; // that the hash sends all to one of two queues: once in 2^39
    private PortHandover port;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(PortHandover.isLinux(), "only Linux shares a port's connections out between listeners");
        assumeFalse(PortHandover.kernelMigrates(), "tcp_migrate_req is on: the kernel moves the queue");
        port = new PortHandover(CLIENTS);
    }

    @AfterEach
    void end() {
        if (port != null) {
            port.close();
        }
    }

    private static void assertAccountedFor(Handover handover) {
        assertThat(handover.balance().sent()).isEqualTo(2 * CLIENTS);
        assertThat(handover.balance().done()).isEqualTo(handover.byOld() + handover.byNew());
        assertThat(handover.balance().missing() + handover.balance().failedYetDone()).isZero();
    }

    @Test
    @DisplayName("SO_REUSEPORT: closing one listener resets the established connections that wait in its queue, those of the other are served")
    void closeAtOnce() throws IOException {
        var handover = port.closeAtOnce();
        assertThat(handover.balance().lost()).isPositive();
        assertThat(handover.byOld()).isZero();
        assertThat(handover.byNew()).isPositive();
        assertAccountedFor(handover);
    }

    @Test
    @DisplayName("SO_REUSEPORT: emptying the queue before the close still loses those that the hash sends there between the two")
    void emptyThenClose() throws IOException {
        var handover = port.emptyThenClose();
        assertThat(handover.byOld()).isPositive();
        assertThat(handover.balance().lost()).isPositive();
        assertAccountedFor(handover);
    }

    @Test
    @DisplayName("When a balancer has sent new connections elsewhere first, closing the drained listener loses none")
    void balancerFirst() throws IOException {
        var handover = port.balancerFirst();
        assertThat(handover.balance().lost()).isZero();
        assertThat(handover.byOld()).isEqualTo(CLIENTS);
        assertThat(handover.byNew()).isEqualTo(CLIENTS);
        assertAccountedFor(handover);
    }
}
