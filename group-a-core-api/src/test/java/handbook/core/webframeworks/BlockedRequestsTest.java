package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// 300 requests wait inside a handler. What keeps the others out is shown by the threads: none of the pool is left.
@Timeout(120)
class BlockedRequestsTest {
    private static final String GATE = "Gate.pass";
    private static final int REQUESTS = 300;
    private static final int TOMCAT_THREADS = 200;
    private static final int JETTY_THREADS = 250;

    @Test
    @DisplayName("On Micronaut's event loop as many requests wait inside handlers as it has threads, and those are all of them")
    void eventLoop() throws Exception {
        try (var blocked = new BlockedRequests(Framework.MICRONAUT, false, REQUESTS)) {
            var loops = "default-eventLoopGroup";
            await(() -> threads(loops, GATE) == blocked.inside()
                    && threads(loops, "") == blocked.inside() + 1); // one that accepts connections
            assertThat(blocked.inside()).isEqualTo(Runtime.getRuntime().availableProcessors());
            assertThat(blocked.answered()).isEqualTo(REQUESTS);
        }
    }

    @Test
    @DisplayName("In Spring Boot 200 requests wait inside handlers, the size of Tomcat's pool")
    void tomcat() throws Exception {
        try (var blocked = new BlockedRequests(Framework.SPRING, false, REQUESTS)) {
            await(() -> blocked.inside() == TOMCAT_THREADS);
            assertThat(threads("http-nio", GATE)).isEqualTo(TOMCAT_THREADS);
            assertThat(threads("http-nio", "ThreadPoolExecutor.getTask")).as("idle").isZero();
            assertThat(blocked.answered()).isEqualTo(REQUESTS);
        }
    }

    @Test
    @DisplayName("In Javalin fewer than 250 requests wait inside handlers: the 250 threads that Javalin gives Jetty, less those that it needs itself")
    void jetty() throws Exception {
        try (var blocked = new BlockedRequests(Framework.JAVALIN, false, REQUESTS)) {
            var pool = "JettyServerThreadPool";
            await(() -> blocked.inside() > JETTY_THREADS / 2 && threads(pool, "") == JETTY_THREADS
                    && threads(pool, "idleJobPoll") == 0);
            assertThat(blocked.inside()).isLessThan(JETTY_THREADS);
            assertThat(blocked.answered()).isEqualTo(REQUESTS);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("On virtual threads all 300 requests wait inside handlers, in each of the four")
    void virtualThreads(Framework framework) throws Exception {
        try (var blocked = new BlockedRequests(framework, true, REQUESTS)) {
            await(() -> blocked.inside() == REQUESTS);
            assertThat(blocked.answered()).isEqualTo(REQUESTS);
        }
    }

    /// The platform threads of a pool that are inside a method.
    private static int threads(String pool, String method) {
        return BlockedRequests.threads(pool, List.of(method));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }
}
