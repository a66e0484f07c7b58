package handbook.deployment.zerodowntime;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import handbook.deployment.zerodowntime.StickyRouter.Arm;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;

/// The one address that clients know: an Undertow that sends each request on to one of the arms.
final class CanaryProxy implements AutoCloseable {
    private final Undertow server;
    private final Map<Arm, HttpHandler> arms = new EnumMap<>(Arm.class);
    private volatile Function<String, Arm> route;

    /// @param ports where each arm listens
    /// @param route from a user's id to an arm
    CanaryProxy(Map<Arm, Integer> ports, Function<String, Arm> route) {
        this.route = route;
        ports.forEach((arm, port) -> arms.put(arm, ProxyHandler.builder().setProxyClient(
                new LoadBalancingProxyClient().addHost(URI.create("http://127.0.0.1:" + port))).build()));
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(2)
                .setHandler(exchange -> {
                    var arm = this.route.apply(exchange.getRequestHeaders().getFirst("X-User"));
                    Objects.requireNonNull(arms.get(arm)).handleRequest(exchange);
                }).build();
        server.start();
    }

    /// Sends the requests that come from now on along another route.
    void route(Function<String, Arm> other) {
        route = other;
    }

    URI uri() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    @Override
    public void close() {
        server.stop();
    }
}
