package handbook.deployment.zerodowntime;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;

/// A replica in this JVM: what it does with a request, and whether it is ready, is up to the test.
final class BackEnd implements AutoCloseable {
    /// What happens after a request took effect.
    enum Then {
        ANSWER, BREAK_CONNECTION
    }

    private final Undertow server;
    private final List<String> effects;
    private final Then then;
    private final URI address;
    private volatile boolean ready = true;

    /// @param effects takes the id of each POST as it takes effect
    BackEnd(List<String> effects, Then then) {
        this.effects = effects;
        this.then = then;
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(Handlers.path(this::post).addExactPath("/ready", exchange -> exchange
                        .setStatusCode(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE)))
                .build();
        server.start();
        var listening = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        address = URI.create("http://127.0.0.1:" + listening.getPort());
    }

    private void post(HttpServerExchange exchange) throws Exception {
        effects.add(exchange.getRequestHeaders().getFirst(Posts.ID));
        if (then == Then.BREAK_CONNECTION) {
            exchange.getConnection().close();
        } else {
            exchange.getResponseSender().send(address.toString());
        }
    }

    URI address() {
        return address;
    }

    void notReady() {
        ready = false;
    }

    /// Its listener is gone; connections are refused.
    @Override
    public void close() {
        server.stop();
    }
}
