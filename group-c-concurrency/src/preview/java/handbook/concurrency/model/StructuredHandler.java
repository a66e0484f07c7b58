package handbook.concurrency.model;

import java.util.concurrent.StructuredTaskScope;

/// The right way with the JDK's scope, a preview in JDK 25 (JEP 505): it is not compiled with the handbook, but run as
/// a source file in a child JVM.
public final class StructuredHandler implements Fanout.Handler {
    private static final ScopedValue<String> REQUEST_ID = ScopedValue.newInstance();

    /// Prints what became of its request.
    ///
    /// @param args none
    /// @throws Exception when it cannot run
    public static void main(String[] args) throws Exception {
        System.out.println(Fanout.of("StructuredTaskScope", new StructuredHandler()).toLine());
    }

    // @start region=structured
    @Override
    public int answer(Backends backends) throws Exception {
        return ScopedValue.where(REQUEST_ID, Fanout.REQUEST).call(() -> askAll(backends));
    }

    private static int askAll(Backends backends) throws InterruptedException {
        try (var scope = StructuredTaskScope.open()) { // forks inherit all scoped values
            scope.fork(() -> backends.price(REQUEST_ID.get()));
            scope.fork(() -> backends.stock(REQUEST_ID.get()));
            scope.fork(() -> backends.reviews(REQUEST_ID.get()));
            scope.join();
            return 200;
        } catch (StructuredTaskScope.FailedException e) { // close has ended the other forks
            return 500;
        }
    }
    // @end

    @Override
    public String idInNextTask() throws InterruptedException {
        try (var scope = StructuredTaskScope.open()) {
            var id = scope.fork(() -> REQUEST_ID.orElse(Fanout.NONE));
            scope.join();
            return id.get();
        }
    }
}
