package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Executors;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ContextTest {
    private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
    private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

    @Test
    @DisplayName("What one task puts into a ThreadLocal, the next task of the pool finds there")
    void threadLocalLeaks() throws Exception {
        try (var pool = Executors.newFixedThreadPool(1)) {
            pool.submit(() -> LOCAL.set("of task A")).get();
            assertThat(pool.submit(LOCAL::get).get()).isEqualTo("of task A");
        }
    }

    @Test
    @DisplayName("A scoped value is not bound in the threads of an executor")
    void executorsDoNotInherit() throws Exception {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            boolean bound = ScopedValue.where(SCOPED, "mine").call(() -> pool.submit(SCOPED::isBound).get());
            assertThat(bound).isFalse();
        }
    }
}
