package handbook.deployment.zerodowntime;

import java.net.InetSocketAddress;
import java.net.URI;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;

/// The one address that clients know, in front of two colours. All requests go to one of them.
interface Front extends AutoCloseable {
    URI address();

    /// Sends all requests that come from now on to this colour.
    void to(Colour colour);

    @Override
    void close();

    /// Switches the naive way: new configuration, new proxy, the same port.
    final class Restarted implements Front {
        private Undertow proxy;

        Restarted(Colour first) {
            proxy = start(0, proxyTo(first));
        }

        // @start region=naive
        @Override
        public void to(Colour colour) {
            int port = port(proxy);
            stop();
            proxy = start(port, proxyTo(colour));
        }

        /// What is in flight breaks here, and until the next start nobody listens.
        void stop() {
            proxy.stop();
        }
        // @end

        @Override
        public URI address() {
            return uri(proxy);
        }

        @Override
        public void close() {
            stop();
        }
    }

    /// Switches inside the running proxy.
    final class Switched implements Front {
        private final Undertow proxy;
        private volatile HttpHandler active;

        Switched(Colour first) {
            active = proxyTo(first);
            proxy = start(0, exchange -> active.handleRequest(exchange)); // read once for each request
        }

        // @start region=switch
        /// One write: a request that has read the old value ends on the old colour, the next one reads the new value.
        @Override
        public void to(Colour colour) {
            active = proxyTo(colour);
        }
        // @end

        @Override
        public URI address() {
            return uri(proxy);
        }

        @Override
        public void close() {
            proxy.stop();
        }
    }

    private static HttpHandler proxyTo(Colour colour) {
        return ProxyHandler.builder().setMaxConnectionRetries(0).setProxyClient(
                new LoadBalancingProxyClient().setConnectionsPerThread(100).addHost(colour.address())).build();
    }

    private static Undertow start(int port, HttpHandler handler) {
        ProxyLog.off();
        var proxy = Undertow.builder().addHttpListener(port, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(handler).build();
        proxy.start();
        return proxy;
    }

    private static int port(Undertow proxy) {
        return ((InetSocketAddress) proxy.getListenerInfo().getFirst().getAddress()).getPort();
    }

    private static URI uri(Undertow proxy) {
        return URI.create("http://127.0.0.1:" + port(proxy));
    }
}
