package handbook.concurrency.model;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import jdk.management.VirtualThreadSchedulerMXBean;

import org.jspecify.annotations.Nullable;

/// The child's side of [WhoElseRunsExample]: a JVM whose virtual threads share one carrier. One of them blocks, another
/// is started: does it run?
///
/// "No" is no time-out. It is what the scheduler says: the blocked thread is still mounted on the only carrier, the
/// other one is queued.
final class OneCarrier {
    static final List<String> FLAGS = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:ActiveProcessorCount=1", "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    private static final String PINNED = "jdk.VirtualThreadPinned";
    private static final VirtualThreadSchedulerMXBean SCHEDULER = ManagementFactory
            .getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private static volatile @Nullable Gate initialisersGate;

    /// A way to block at a gate.
    interface Way {
        void block(Gate gate) throws InterruptedException;
    }

    private record Case(String name, Way way) {}

    // @start region=cases
    private static final List<Case> CASES = List.of(
            new Case("parks inside synchronized", Gate::parkInsideSynchronized),
            new Case("waits for a ReentrantLock", Gate::waitForLock),
            new Case("Object.wait", Gate::objectWait),
            new Case("Thread.sleep", Gate::sleep),
            new Case("parks below a native frame (qsort)", gate -> NativeSort.sortTwo(gate::park)),
            new Case("parks in a class initialiser", OneCarrier::parkInInitialiser),
            new Case("computes without end", Gate::spin));
    // @end

    private static void parkInInitialiser(Gate gate) {
        initialisersGate = gate;
        if (Thread.currentThread().isVirtual()) {
            OnVirtual.touch();
        } else {
            OnPlatform.touch();
        }
    }

    private OneCarrier() {}

    /// Prints a line for each way to block.
    ///
    /// @param args a folder for the recording
    public static void main(String[] args) throws IOException, InterruptedException {
        var rows = new ArrayList<WhoElseRan>();
        try (var recording = new Recording()) {
            recording.enable(PINNED).withoutThreshold();
            recording.start();
            for (var one : CASES) {
                boolean others = othersRun(one, Thread.ofVirtual());
                boolean othersOfPlatform = othersRun(one, Thread.ofPlatform());
                rows.add(new WhoElseRan(one.name(), others, "-", othersOfPlatform));
            }
            recording.stop();
            var reasons = reasons(recording, Path.of(args[0], "pinned.jfr"));
            rows.replaceAll(row -> row.because(reasons.getOrDefault(row.blocked(), "-")));
        }
        var stream = CommonPool.parallelStream(); // first, while the pool has no spare worker
        System.out.println("STREAM " + stream.threads() + "\t" + stream.callerAmongThem());
        rows.addAll(CommonPool.rows());
        rows.forEach(row -> System.out.println("ROW " + row.toLine()));
    }

    // @start region=others-run
    /// Whether another virtual thread runs while a thread is blocked.
    private static boolean othersRun(Case one, Thread.Builder builder) throws InterruptedException {
        var gate = new Gate();
        builder.name(one.name()).start(() -> blockAt(gate, one.way()));
        var blocked = gate.awaitReached();
        Gate.await(() -> isBlockedOrComputing(blocked, one));

        var ran = new CountDownLatch(1);
        Thread.startVirtualThread(ran::countDown);
        boolean othersRun = Gate.runs(ran, () -> SCHEDULER.getMountedVirtualThreadCount() == 1
                && SCHEDULER.getQueuedVirtualThreadCount() == 1);

        gate.open();
        blocked.join();
        ran.await(); // it was only waiting for its turn
        return othersRun;
    }
    // @end

    private static boolean isBlockedOrComputing(Thread blocked, Case one) {
        return blocked.getState() != Thread.State.RUNNABLE || one.name().startsWith("computes");
    }

    private static void blockAt(Gate gate, Way way) {
        try {
            way.block(gate);
        } catch (InterruptedException e) { // this is how the gate wakes a sleeper
            Thread.currentThread().interrupt();
        }
    }

    /// Thread name to the reason why it was pinned, as the flight recorder has it.
    private static Map<String, String> reasons(Recording recording, Path file) throws IOException {
        recording.dump(file);
        var reasons = new HashMap<String, String>();
        for (var event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals(PINNED)) {
                reasons.put(event.getThread().getJavaName(), event.getString("pinnedReason"));
            }
        }
        return reasons;
    }

    private static void parkAtInitialisersGate() {
        var gate = initialisersGate;
        if (gate != null) {
            gate.park();
        }
    }

    /// A class whose initialiser blocks. It can do so only once, hence two of them.
    private static final class OnVirtual {
        static {
            parkAtInitialisersGate();
        }

        static void touch() {}
    }

    private static final class OnPlatform {
        static {
            parkAtInitialisersGate();
        }

        static void touch() {}
    }
}
