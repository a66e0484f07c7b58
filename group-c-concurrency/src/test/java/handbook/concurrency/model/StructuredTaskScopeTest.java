package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

import handbook.support.process.PreviewSource;

/// The contract put to the JDK's scope. As that is a preview, the contract's methods run in a child JVM, as a source
/// file; here each of them is replaced by a look at what became of it there.
@ExtendWith(StructuredTaskScopeTest.InChild.class)
class StructuredTaskScopeTest extends ScopeContract {
    private static Map<String, String> outcomes = Map.of();

    @BeforeAll
    static void runContractInChild() {
        assumeTrue(PreviewSource.runsHere(), "the preview's API is that of JDK " + PreviewSource.JDK);
        outcomes = PreviewSource.run(StructuredFanoutExample.class, List.of("StructuredScopeContract.java"))
                .stream().map(line -> line.split("\t"))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    @Override
    protected TaskScope open() {
        throw new UnsupportedOperationException("the child opens it");
    }

    static final class InChild implements InvocationInterceptor {
        @Override
        public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> context,
                ExtensionContext extension) {
            invocation.skip();
            assertThat(outcomes).containsEntry(context.getExecutable().getName(), "passed");
        }
    }
}
