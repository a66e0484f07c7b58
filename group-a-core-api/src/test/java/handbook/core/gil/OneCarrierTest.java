package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.process.ChildJvm;

class OneCarrierTest {
    private static final List<String> ONE_CPU = List.of("-XX:ActiveProcessorCount=1", "-Xmx128m",
            "-XX:TieredStopAtLevel=1");

    /// Starts a virtual thread that computes, with or without yielding, and another one while it does; prints who came
    /// to its end in which order.
    private static final class Order {
        public static void main(String[] args) throws InterruptedException {
            var yields = args[0].equals("yield");
            var order = new CopyOnWriteArrayList<String>();
            var computing = new CountDownLatch(1);
            var nextStarted = new CountDownLatch(1);
            var first = Thread.startVirtualThread(() -> {
                computing.countDown();
                while (nextStarted.getCount() > 0) {
                    Thread.onSpinWait();
                }
                if (yields) {
                    Thread.yield();
                }
                order.add("first");
            });
            computing.await();
            var next = Thread.startVirtualThread(() -> order.add("next"));
            nextStarted.countDown();
            first.join();
            next.join();
            System.out.println(String.join(" ", order));
        }
    }

    @Test
    @DisplayName("On one carrier the next virtual thread runs after the one that computes, unless that one yields")
    void noTimeSlicing() {
        assertThat(ChildJvm.run(Order.class, ONE_CPU, "spin").out()).containsExactly("first next");
        assertThat(ChildJvm.run(Order.class, ONE_CPU, "yield").out()).containsExactly("next first");
    }

    /// Starts virtual threads that each wait inside a monitor of its own; prints how many are inside at once.
    private static final class Monitors {
        public static void main(String[] args) throws InterruptedException {
            var threads = Integer.parseInt(args[0]);
            var allInside = new CountDownLatch(threads);
            var gate = new CountDownLatch(1);
            for (int i = 0; i < threads; i++) {
                Thread.startVirtualThread(() -> {
                    synchronized (new Object()) {
                        allInside.countDown();
                        await(gate);
                    }
                });
            }
            allInside.await();
            System.out.println("all inside");
            gate.countDown();
        }

        private static void await(CountDownLatch gate) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @DisplayName("On one carrier 1,000 virtual threads wait at once, each inside a monitor of its own")
    void blockedInMonitorsFreesTheCarrier() {
        assertThat(ChildJvm.run(Monitors.class, ONE_CPU, "1000").out()).containsExactly("all inside");
    }
}
