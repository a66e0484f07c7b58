package handbook.concurrency.model;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.StructuredTaskScope;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

/// Puts the contract of scopes to the JDK's, a preview in JDK 25. A test runs this source file in a child JVM and reads
/// what it prints.
public final class StructuredScopeContract extends ScopeContract {
    /// The JDK's scope behind our interface. It has nothing to add: both have the same three methods.
    private record Jdk(StructuredTaskScope<Object, Void> scope) implements TaskScope {
        @Override
        public <T> Supplier<T> fork(Callable<T> task) {
            return scope.fork(task);
        }

        @Override
        public void join() throws InterruptedException {
            scope.join();
        }

        @Override
        public void close() {
            scope.close();
        }
    }

    @Override
    protected TaskScope open() {
        return new Jdk(StructuredTaskScope.open());
    }

    /// Prints a line for each test of the contract: its name, a tab, `passed` or what it threw.
    ///
    /// @param args none
    /// @throws IllegalAccessException never: the tests are public
    public static void main(String[] args) throws IllegalAccessException {
        for (var method : ScopeContract.class.getMethods()) {
            if (method.isAnnotationPresent(Test.class)) {
                String outcome = "passed";
                try {
                    method.invoke(new StructuredScopeContract());
                } catch (InvocationTargetException e) {
                    outcome = e.getCause().toString().replaceAll("\\s+", " ");
                }
                System.out.println(method.getName() + "\t" + outcome);
            }
        }
    }
}
