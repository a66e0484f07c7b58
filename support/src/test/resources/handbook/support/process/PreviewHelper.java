package handbook.support.process;

import java.util.concurrent.StructuredTaskScope;

class PreviewHelper {
    static String greet(String whom) {
        try (var scope = StructuredTaskScope.open()) {
            var greeting = scope.fork(() -> "hello " + whom);
            scope.join();
            return greeting.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
