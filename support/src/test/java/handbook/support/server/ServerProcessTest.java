package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import handbook.support.example.Failure;

/// Servers that do not do what they are asked to.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the servers here are shell scripts")
class ServerProcessTest {
    private static List<String> shell(String script) {
        return List.of("sh", "-c", script);
    }

    private static Stream<ProcessHandle> sleeping() {
        return ProcessHandle.current().descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("3600"));
    }

    @Test
    void oneThatIsNeverReadyIsKilledAndAFailure() {
        assertThatThrownBy(() -> ServerProcess.start("it", 0, port -> shell("echo waking; sleep 3600; :"), "ready", 1))
                .isInstanceOf(Failure.class).hasMessage("Cannot start it: waking it was not ready within 1 s");
        assertThat(sleeping()).isEmpty();
    }

    @Test
    void oneThatClosesItsOutputIsKilledToo() {
        assertThatThrownBy(() -> ServerProcess.start("it", 0, port -> shell("exec >&- 2>&-; sleep 3600; :"), "ready"))
                .isInstanceOf(Failure.class).hasMessage("Cannot start it: it ended without a word");
        assertThat(sleeping()).isEmpty();
    }

    @Test
    void oneThatDoesNotEndIsKilledAfterALimit() throws IOException {
        var server = ServerProcess.start("it", 0, port -> shell("trap '' TERM; echo ready; sleep 3600; :"), "ready");
        server.process().toHandle().destroy();
        server.awaitEnd(0);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void anInterruptLeavesNoneOfItsChildrenAlive() throws IOException {
        var server = ServerProcess.start("it", 0, port -> shell("sleep 3600 & sleep 3600 & echo ready; wait"), "ready");
        var children = server.process().descendants().toList();
        assertThat(children).hasSize(2);
        Thread.currentThread().interrupt();
        try {
            server.kill();
        } catch (UncheckedIOException e) {
            assertThat(e).hasRootCauseInstanceOf(InterruptedException.class);
        }
        assertThat(Thread.interrupted()).isTrue();
        for (var child : children) {
            assertThat(ServerFolder.awaitEnd(child)).isTrue();
        }
    }
}
