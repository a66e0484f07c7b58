package handbook.support.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

/// What starts while the JVM ends already.
class AtExitTest {
    private static void startLate() {
        try {
            AtExit.close(() -> System.out.println("closed"));
        } catch (IllegalStateException e) {
            System.out.println("refused");
        }
    }

    /// Its main thread starts something after the first resource has begun to close.
    private static final class LateMain {
        public static void main(String[] args) {
            var closing = new CountDownLatch(1);
            var started = new CountDownLatch(1);
            AtExit.close(() -> {
                closing.countDown();
                started.await();
            });
            Thread.ofPlatform().start(() -> System.exit(0));
            try {
                closing.await();
                startLate();
            } catch (InterruptedException e) {
                System.out.println("interrupted");
            } finally {
                started.countDown();
            }
        }
    }

    /// Uses `AtExit` for the first time in a hook.
    private static final class FirstUseInAHook {
        public static void main(String[] args) {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExitTest::startLate));
        }
    }

    @Test
    void whatStartsMeanwhileIsClosedAtOnceAndRefused() {
        assertThat(ChildJvm.run(LateMain.class, List.of("-Xmx32m")).out()).containsExactly("closed", "refused");
        assertThat(ChildJvm.run(FirstUseInAHook.class, List.of("-Xmx32m")).out()).containsExactly("closed", "refused");
    }
}
