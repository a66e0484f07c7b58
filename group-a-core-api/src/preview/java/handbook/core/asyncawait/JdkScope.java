package handbook.core.asyncawait;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// The JDK's task scope, a preview in JDK 25 (JEP 505). It is not compiled with the handbook, but run as a source file
/// in a child JVM.
record JdkScope(StructuredTaskScope<Object, Void> scope) implements Scope {
    // @start region=jdk
    static Scope open(Duration limit) {
        return new JdkScope(StructuredTaskScope.open(Joiner.awaitAllSuccessfulOrThrow(),
                configuration -> configuration.withTimeout(limit)));
    }

    @Override
    public <T> Supplier<T> fork(Callable<T> task) {
        return scope.fork(task);
    }

    @Override
    public void join() throws InterruptedException, ExecutionException, TimeoutException {
        try {
            scope.join();
        } catch (StructuredTaskScope.FailedException e) {
            throw new ExecutionException(e.getCause());
        } catch (StructuredTaskScope.TimeoutException e) {
            throw new TimeoutException(e.getMessage());
        }
    }

    @Override
    public void close() {
        scope.close();
    }
    // @end
}
