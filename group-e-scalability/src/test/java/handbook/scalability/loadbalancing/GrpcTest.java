package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GrpcTest {
    @Test
    @DisplayName("gRPC's default policy, `pick_first`, sends 301 of 301 calls to one of three servers")
    void pickFirst() throws Exception {
        assertThat(GrpcCalls.run(3, 301, null, 1).values()).containsExactlyInAnyOrder(301, 0, 0);
    }

    @Test
    @DisplayName("gRPC's `round_robin` spreads 301 calls over three servers as 100, 100 and 101")
    void roundRobin() throws Exception {
        assertThat(GrpcCalls.run(3, 301, "round_robin", 3).values()).containsExactlyInAnyOrder(100, 100, 101);
    }
}
