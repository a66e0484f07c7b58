package handbook.deployment.zerodowntime;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.undertow.Undertow;
import io.undertow.predicate.Predicates;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;

/// A reverse proxy in front of the replicas. It keeps no list of its own that could be lost: [#learn] asks all replicas
/// whether they are ready, as a real one does every few seconds. Until then it sends to whom it knows.
final class Balancer implements AutoCloseable {
    /// What the proxy does about a request that failed.
    ///
    /// @param times how often it sends it again, to the next replica
    /// @param any whether it repeats each request; otherwise a POST only when no connection could be made
    record Retries(int times, boolean any) {
        static final Retries NONE = new Retries(0, false);
    }

    private final Undertow server;
    private final CountingClient pool = new CountingClient();
    private final Set<URI> known = new LinkedHashSet<>();

    /// Counts for each replica the requests that are under way to it.
    private static final class CountingClient extends LoadBalancingProxyClient {
        private final Map<URI, Integer> underWay = new HashMap<>();

        @Override
        protected @Nullable Host selectHost(HttpServerExchange exchange) {
            var host = super.selectHost(exchange);
            if (host != null) {
                count(host.getUri(), 1);
                exchange.addExchangeCompleteListener((done, others) -> {
                    count(host.getUri(), -1);
                    others.proceed();
                });
            }
            return host;
        }

        private synchronized void count(URI replica, int more) {
            underWay.merge(replica, more, Integer::sum);
            notifyAll();
        }

        private synchronized int awaitNone(URI replica, Duration deadline) throws InterruptedException {
            long end = System.nanoTime() + deadline.toNanos();
            for (long left = deadline.toNanos(); underWay.getOrDefault(replica, 0) > 0 && left > 0; left = end
                    - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return underWay.getOrDefault(replica, 0);
        }
    }

    /// Starts it; it knows no replica yet.
    Balancer(Retries retries) {
        ProxyLog.off();
        pool.setConnectionsPerThread(100).setProblemServerRetry(1);
        var proxy = ProxyHandler.builder().setProxyClient(pool).setMaxConnectionRetries(retries.times());
        if (retries.any()) {
            proxy.setIdempotentRequestPredicate(Predicates.truePredicate());
        }
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(proxy.build()).build();
        server.start();
    }

    URI address() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    // @start region=learn
    /// Asks replicas whether they are ready, and from then on sends to those that are.
    ///
    /// @param replicas all that there are
    /// @return the replicas that get requests now
    synchronized Set<URI> learn(Collection<URI> replicas) {
        var ready = new LinkedHashSet<URI>();
        replicas.stream().filter(Replica::isReady).forEach(ready::add);
        onIoThread(() -> { // a pool belongs to its I/O thread: closed from elsewhere it loses requests on their way
            ready.stream().filter(known::add).forEach(pool::addHost);
            known.stream().filter(replica -> !ready.contains(replica)).forEach(pool::removeHost);
            known.retainAll(ready);
        });
        return ready;
    }

    /// Waits until nothing is under way to a replica; what was sent there before [#learn] may still be.
    ///
    /// @param deadline how long at most
    /// @return how many requests still are under way; 0 as soon as all are answered
    int awaitAnswered(URI replica, Duration deadline) throws InterruptedException {
        return pool.awaitNone(replica, deadline);
    }
    // @end

    private void onIoThread(Runnable change) {
        CompletableFuture.runAsync(change, server.getWorker().getIoThread()).join();
    }

    @Override
    public void close() {
        server.stop();
    }
}
