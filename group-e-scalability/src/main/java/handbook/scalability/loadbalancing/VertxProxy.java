package handbook.scalability.loadbalancing;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.AddressResolver;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.endpoint.DefaultInteractionMetrics;
import io.vertx.core.net.endpoint.InteractionMetrics;
import io.vertx.core.net.endpoint.LoadBalancer;
import io.vertx.core.net.endpoint.ServerEndpoint;
import io.vertx.core.net.endpoint.ServerSelector;
import io.vertx.httpproxy.HttpProxy;

/// Vert.x's reverse proxy with one of the load balancers of its HTTP client.
final class VertxProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final Watched balancer;
    private final HttpServer server;

    VertxProxy(List<Integer> ports, LoadBalancer policy) {
        balancer = new Watched(policy);
        List<SocketAddress> addresses = ports.stream().map(port -> SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .toList();
        var client = vertx.httpClientBuilder().with(new HttpClientOptions())
                .with(new PoolOptions().setHttp1MaxSize(64))
                .withAddressResolver(AddressResolver.mappingResolver(fleet -> addresses)).withLoadBalancer(balancer)
                .build();
        var proxy = HttpProxy.reverseProxy(client)
                .origin(context -> client.request(new RequestOptions().setServer(new FleetAddress())));
        try {
            server = await(vertx.createHttpServer().requestHandler(proxy).listen(0, "127.0.0.1"));
        } catch (CompletionException e) {
            close();
            throw e;
        }
    }

    int port() {
        return server.actualPort();
    }

    /// Requests in flight at all back ends together, as the balancer counts them.
    int inFlight() {
        return balancer.servers.stream()
                .mapToInt(server -> ((DefaultInteractionMetrics) server.metrics()).numberOfInflightRequests()).sum();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
    }

    /// The name that stands for all back ends.
    private record FleetAddress() implements io.vertx.core.net.Address {}

    /// A policy whose counters can be read.
    private static final class Watched implements LoadBalancer {
        private final LoadBalancer policy;
        private volatile List<? extends ServerEndpoint> servers = List.of();

        Watched(LoadBalancer policy) {
            this.policy = policy;
        }

        @Override
        public InteractionMetrics<?> newMetrics() {
            return policy.newMetrics();
        }

        @Override
        public ServerSelector selector(List<? extends ServerEndpoint> all) {
            servers = all;
            return policy.selector(all);
        }
    }
}
