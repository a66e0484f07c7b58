package handbook.concurrency.model;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The wrong way: a shared pool, futures, and the request's id in a [ThreadLocal].
final class UnstructuredHandler implements Fanout.Handler, AutoCloseable {
    private static final ThreadLocal<String> REQUEST_ID = ThreadLocal.withInitial(() -> Fanout.NONE);

    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    // @start region=unstructured
    @Override
    public int answer(Backends backends) throws InterruptedException {
        var price = pool.submit(() -> {
            REQUEST_ID.set(Fanout.REQUEST);
            return backends.price(REQUEST_ID.get());
        });
        var stock = pool.submit(() -> {
            REQUEST_ID.set(Fanout.REQUEST);
            return backends.stock(REQUEST_ID.get());
        });
        var reviews = pool.submit(() -> {
            REQUEST_ID.set(Fanout.REQUEST);
            return backends.reviews(REQUEST_ID.get());
        });
        try {
            price.get();
            stock.get();
            reviews.get();
            return 200;
        } catch (ExecutionException e) { // the answer goes out; who tells the other tasks?
            return 500;
        }
    }
    // @end

    @Override
    public String idInNextTask() throws InterruptedException, ExecutionException {
        return pool.submit(REQUEST_ID::get).get();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
