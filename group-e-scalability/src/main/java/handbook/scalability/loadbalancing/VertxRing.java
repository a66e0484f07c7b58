package handbook.scalability.loadbalancing;

import java.util.List;

import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.endpoint.InteractionMetrics;
import io.vertx.core.net.endpoint.LoadBalancer;
import io.vertx.core.net.endpoint.ServerEndpoint;
import io.vertx.core.net.endpoint.ServerInteraction;
import io.vertx.core.net.endpoint.ServerSelector;

/// The ring of Vert.x's HTTP client, asked directly.
///
/// @param <T> the targets
final class VertxRing<T extends Target> implements Balancer<T> {
    private final List<T> targets;
    private final ServerSelector selector;

    VertxRing(List<T> targets, int virtualNodes) {
        this.targets = List.copyOf(targets);
        selector = LoadBalancer.consistentHashing(virtualNodes, LoadBalancer.RANDOM)
                .selector(targets.stream().map(target -> new Endpoint(target.name())).toList());
    }

    @Override
    public T pick(String key) {
        return targets.get(selector.select(key));
    }

    /// An endpoint that is never connected to: the ring reads its key only.
    private record Endpoint(String key) implements ServerEndpoint {
        @Override
        public SocketAddress address() {
            return SocketAddress.inetSocketAddress(1, "127.0.0.1");
        }

        @Override
        public InteractionMetrics<?> metrics() {
            return InteractionMetrics.INSTANCE;
        }

        @Override
        public ServerInteraction newInteraction() {
            throw new UnsupportedOperationException("no request goes to " + key);
        }

        @Override
        public Object unwrap() {
            return key;
        }
    }
}
