package handbook.concurrency.model;

import java.util.concurrent.ExecutionException;

/// The right way with final APIs: [TinyScope] and a [ScopedValue].
final class ScopedHandler implements Fanout.Handler {
    private static final ScopedValue<String> REQUEST_ID = ScopedValue.newInstance();

    // @start region=scoped
    @Override
    public int answer(Backends backends) throws InterruptedException {
        return ScopedValue.where(REQUEST_ID, Fanout.REQUEST).call(() -> askAll(backends));
    }

    private static int askAll(Backends backends) throws InterruptedException {
        try (var scope = new TinyScope(REQUEST_ID)) {
            scope.fork(() -> backends.price(REQUEST_ID.get()));
            scope.fork(() -> backends.stock(REQUEST_ID.get()));
            scope.fork(() -> backends.reviews(REQUEST_ID.get()));
            scope.join();
            return 200;
        } catch (ExecutionException e) { // close has ended the other forks
            return 500;
        }
    }
    // @end

    @Override
    public String idInNextTask() throws InterruptedException, ExecutionException {
        try (var scope = new TinyScope(REQUEST_ID)) {
            var id = scope.fork(() -> REQUEST_ID.orElse(Fanout.NONE));
            scope.join();
            return id.get();
        }
    }
}
