package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;

class DrainingHandlerTest extends DrainContract {
    private final DrainingHandler handler = new DrainingHandler(this::serve);

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
        return handler.awaitIdle(deadline) == 0;
    }

    private static boolean closes(HttpResponse<?> response) {
        return response.headers().firstValue("Connection").orElse("").equals("close");
    }

    @Test
    @DisplayName("While a server drains it still serves, and every answer says `Connection: close`, also to what came before the drain and to what is refused after it")
    void everyAnswerCloses() throws Exception {
        assertThat(closes(get())).isFalse();
        var before = getHeld();
        handler.drain();
        var during = get();
        assertThat(during.statusCode()).isEqualTo(200);
        assertThat(closes(during)).isTrue();
        handler.shutdown();
        var refused = get();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(closes(refused)).isTrue();
        release();
        assertThat(before.get().statusCode()).isEqualTo(200);
        assertThat(closes(before.get())).isTrue();
    }

    @Test
    @DisplayName("After an answer with `Connection: close` the client's next request reaches another server, though the balancer in front knows nothing of the drain")
    void nextRequestGoesElsewhere() throws Exception {
        var other = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(exchange -> exchange.getResponseSender().send("other")).build();
        other.start();
        int otherPort = ((InetSocketAddress) other.getListenerInfo().getFirst().getAddress()).getPort();
        try (var balancer = new ConnectionBalancer(List.of(address().getPort(), otherPort));
                var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + balancer.port())).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("served");
            assertThat(client.send(request, BodyHandlers.ofString()).body()).as("same connection").isEqualTo("served");
            handler.drain();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("served");
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("other");
        } finally {
            other.stop();
        }
    }

    @Test
    void countsTheStuck() throws Exception {
        getHeld();
        handler.shutdown();
        handler.drain(); // comes too late and changes nothing
        assertThat(handler.awaitIdle(Duration.ofMillis(1))).isEqualTo(1);
        assertThat(get().statusCode()).isEqualTo(503);
    }
}
