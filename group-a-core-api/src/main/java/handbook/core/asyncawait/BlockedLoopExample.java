package handbook.core.asyncawait;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What does one handler that blocks do to everybody else on its event loop?
///
/// *Predict*: a timer beats every 10 ms on an event loop. A handler sleeps there for 200 ms, then the same handler on a
/// virtual thread. How many beats are missing?
///
/// *Run*: `mvn -q compile exec:exec@async-blocked-loop -pl group-a-core-api -am -Dargs="200"`
///
/// *Why*: an event loop is one thread. Until a callback returns, no other callback runs on it and no timer fires, for
/// all connections that it serves. A virtual thread waits elsewhere and hands its result back as a callback.
///
/// Captured output: `docs/output/async-blocked-loop.txt`
@Command(name = "async-blocked-loop", description = "Blocks an event loop that has a heartbeat, and shows the hole.")
public final class BlockedLoopExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(BlockedLoopExample.class);
    private static final int BEAT_MILLIS = 10;
    private static final int AROUND = 15; // beats before the handler, and after it

    @Parameters(index = "0", arity = "0..1", paramLabel = "HANDLER_MS", description = "how many milliseconds the handler sleeps")
    @Size(usual = 200, quick = 100, min = 50, max = 1_000)
    int handlerMillis;

    /// How a heartbeat went.
    ///
    /// @param loop whose event loop
    /// @param handler where the handler slept
    /// @param beats a bit for each 10 ms, set where there was a beat
    /// @param slots how many times 10 ms
    /// @param whileHandled how many beats there were while the handler slept
    record Strip(String loop, String handler, BitSet beats, int slots, int whileHandled) {
        int missed() {
            return slots - beats.cardinality();
        }
    }

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new BlockedLoopExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        printOrigin();
        print(run(handlerMillis));
    }

    static List<Strip> run(int handlerMillis) throws InterruptedException {
        Supplier<Loop> ours = () -> new EventLoop(System::nanoTime).start();
        return List.of(onTheLoop("EventLoop", ours, handlerMillis), onTheLoop("Netty", NettyLoop::new, handlerMillis),
                onAVirtualThread("EventLoop", ours, handlerMillis),
                onAVirtualThread("Netty", NettyLoop::new, handlerMillis));
    }

    private static Strip onTheLoop(String name, Supplier<Loop> loops, int millis) throws InterruptedException {
        try (var loop = loops.get()) {
            var heart = new Heart(loop, millis);
            loop.schedule(() -> heart.handle(millis), heart.handlerComesAfter());
            return heart.strip(name, "on the loop");
        }
    }

    private static Strip onAVirtualThread(String name, Supplier<Loop> loops, int millis) throws InterruptedException {
        try (var loop = loops.get()) {
            var heart = new Heart(loop, millis);
            loop.schedule(() -> Thread.startVirtualThread(() -> heart.handle(millis)), heart.handlerComesAfter());
            return heart.strip(name, "on a virtual thread");
        }
    }

    /// Beats on a loop every 10 ms until the last slot.
    private static final class Heart {
        private final Loop loop;
        private final int slots;
        private final long start = System.nanoTime();
        private final BitSet beats = new BitSet(); // guarded by this
        private final CountDownLatch done = new CountDownLatch(2); // the heart and the handler
        private int whileHandled; // guarded by this

        Heart(Loop loop, int handlerMillis) {
            this.loop = loop;
            slots = AROUND + handlerMillis / BEAT_MILLIS + AROUND;
            loop.execute(this::beat);
        }

        private synchronized void beat() {
            long elapsed = System.nanoTime() - start;
            int slot = (int) (elapsed / nanos(1));
            if (slot >= slots) {
                done.countDown();
                return;
            }
            beats.set(slot);
            loop.schedule(this::beat, Duration.ofNanos(nanos(slot + 1) - elapsed));
        }

        Duration handlerComesAfter() {
            return Duration.ofNanos(nanos(AROUND) + nanos(1) / 2); // between two beats
        }

        void handle(int millis) {
            int before = count();
            try {
                Thread.sleep(millis); // stands for a query, a file, a lock
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (this) {
                whileHandled = beats.cardinality() - before;
            }
            done.countDown();
        }

        private synchronized int count() {
            return beats.cardinality();
        }

        Strip strip(String name, String handler) throws InterruptedException {
            if (!done.await(1, TimeUnit.MINUTES)) {
                throw new Failure("The loop or its handler did not come to an end within a minute");
            }
            synchronized (this) {
                return new Strip(name, handler, beats, slots, whileHandled);
            }
        }

        private static long nanos(int slots) {
            return Duration.ofMillis((long) slots * BEAT_MILLIS).toNanos();
        }
    }

    private static void print(List<Strip> strips) {
        var table = new Table("handler", "loop", "beats meanwhile", "missed", "a beat every 10 ms");
        for (var strip : strips) {
            table.row(strip.handler(), strip.loop(), strip.whileHandled(), strip.missed(), cells(strip));
        }
        table.print(LOG::info);
        LOG.info("While the handler slept, its loop beat {} times; with the handler on a virtual thread, {} times.",
                meanwhile(strips.subList(0, 2)), meanwhile(strips.subList(2, 4)));
    }

    private static int meanwhile(List<Strip> strips) {
        return strips.stream().mapToInt(Strip::whileHandled).sum();
    }

    private static String cells(Strip strip) {
        var cells = new StringBuilder();
        for (int slot = 0; slot < strip.slots(); slot++) {
            cells.append(strip.beats().get(slot) ? Glyphs.block() : Glyphs.dot());
        }
        return cells.toString();
    }
}
