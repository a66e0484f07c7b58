package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;

class GracefulShutdownHandlerTest extends DrainContract {
    private final GracefulShutdownHandler handler = new GracefulShutdownHandler(this::serve);

    @Override
    HttpHandler handler() {
        return handler;
    }

    @Override
    void shutdown() {
        handler.shutdown();
    }

    @Override
    boolean awaitIdle(Duration deadline) throws InterruptedException {
        return handler.awaitShutdown(deadline.toMillis());
    }

    @Test
    @DisplayName("Undertow's GracefulShutdownHandler refuses without `Connection: close`, so a client keeps its connection and is refused again")
    void keepsTheConnection() throws Exception {
        try (var client = new OneConnection(address().getPort())) {
            assertThat(client.get()).startsWith("HTTP/1.1 200");
            handler.shutdown();
            for (int i = 0; i < 3; i++) {
                assertThat(client.get()).startsWith("HTTP/1.1 503").doesNotContainIgnoringCase("connection: close");
            }
        }
    }
}
