package handbook.deployment.zerodowntime;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;

/// One of the two full sets of servers of a blue-green deployment, here a single server. It answers with its name and
/// keeps the ids that took effect; a request with a header `X-Hold` is held until [#release].
final class Colour implements AutoCloseable {
    static final String BLUE = "blue";
    static final String GREEN = "green";
    private static final int WORK_MILLIS = 3;

    private final String name;
    private final Queue<Long> effects = new ConcurrentLinkedQueue<>();
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final Undertow server;

    Colour(String name) {
        this.name = name;
        server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1).setWorkerThreads(1)
                .setHandler(exchange -> exchange.dispatch(threads, this::work)).build();
        server.start();
    }

    private void work(HttpServerExchange exchange) throws InterruptedException {
        effects.add(Long.valueOf(exchange.getRequestHeaders().getFirst(Posts.ID)));
        if (exchange.getRequestHeaders().contains(Posts.HOLD)) {
            held.countDown();
            released.await();
        } else {
            Thread.sleep(WORK_MILLIS);
        }
        exchange.getResponseSender().send(name);
    }

    URI address() {
        var address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
        return URI.create("http://127.0.0.1:" + address.getPort());
    }

    List<Long> effects() {
        return List.copyOf(effects);
    }

    /// Waits until a request is held.
    void awaitHeld() throws InterruptedException {
        held.await();
    }

    void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
        server.stop();
    }
}
