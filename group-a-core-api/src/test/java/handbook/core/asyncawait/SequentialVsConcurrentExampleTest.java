package handbook.core.asyncawait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import handbook.core.asyncawait.Fanout.Call;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // only so that a mistake ends
class SequentialVsConcurrentExampleTest {
    private static final int CALLS = 8;

    @Test
    void everyWayMakesEveryCall() throws Exception {
        assertThat(SequentialVsConcurrentExample.run(CALLS, 1)).hasSize(4).allSatisfy(one -> {
            assertThat(one.waiting()).hasSize(CALLS).noneMatch(Call::failed);
            assertThat(one.computing()).hasSize(CALLS).noneMatch(Call::failed);
        });
    }

    @Test
    @DisplayName("One by one, a call begins when the one before it has ended")
    void oneByOne() throws Exception {
        var calls = Fanout.ONE_BY_ONE.timed(CALLS, number -> {});
        for (int i = 1; i < CALLS; i++) {
            assertThat(calls.get(i).from()).isGreaterThanOrEqualTo(calls.get(i - 1).to());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ONE_BY_ONE")
    @DisplayName("On futures, virtual threads and in a task scope, all calls are in flight at once")
    void allInFlight(Fanout way) throws Exception {
        var all = new CountDownLatch(CALLS);
        var calls = way.timed(CALLS, number -> {
            all.countDown();
            all.await(); // nobody ends before everybody has begun
        });
        assertThat(calls).hasSize(CALLS).noneMatch(Call::failed);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ONE_BY_ONE")
    @DisplayName("When the server dies, every call in flight fails at once and is counted")
    void serverDies(Fanout way) throws Exception {
        try (var server = new SlowServer(CALLS); var client = SequentialVsConcurrentExample.client()) {
            var killer = Thread.startVirtualThread(() -> {
                Awaitility.await().until(() -> server.inside() == CALLS);
                server.die();
            });
            int tenMinutes = 600_000;
            var calls = way.timed(CALLS, number -> SequentialVsConcurrentExample.get(client, server, tenMinutes));
            killer.join();
            assertThat(calls).hasSize(CALLS).allMatch(Call::failed);
        }
    }
}
