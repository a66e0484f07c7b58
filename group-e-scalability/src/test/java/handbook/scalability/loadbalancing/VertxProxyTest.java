package handbook.scalability.loadbalancing;

import java.util.List;

import io.vertx.core.net.endpoint.LoadBalancer;

class VertxProxyTest extends ProxyContract {
    @Override
    Running start(List<Integer> ports) {
        var proxy = new VertxProxy(ports, LoadBalancer.POWER_OF_TWO_CHOICES);
        return new Running() {
            @Override
            public int port() {
                return proxy.port();
            }

            @Override
            public int inFlight() {
                return proxy.inFlight();
            }

            @Override
            public void close() {
                proxy.close();
            }
        };
    }
}
