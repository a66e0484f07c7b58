package handbook.core.asyncawait;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import jdk.management.VirtualThreadSchedulerMXBean;
import picocli.CommandLine.Command;

/// How many tasks does `CompletableFuture.runAsync` run at once where nobody names an executor?
///
/// *Predict*: 16 tasks wait at a gate, in JVMs that see 1, 2 and 4 CPUs. How many come in without an executor, and how
/// many on virtual threads? And how many of 16 virtual threads run at once when they compute instead?
///
/// *Run*: `mvn -q compile exec:exec@async-common-pool -pl group-a-core-api -am`
///
/// *Why*: since JDK 25 the asynchronous methods without an executor always use the common pool, which has a worker less
/// than there are CPUs, and at least one. Up to JDK 24 they started a thread for each task where that was one. A
/// virtual thread that waits needs no carrier, one that computes keeps it.
///
/// Captured output: `docs/output/async-common-pool.txt`
@Command(name = "async-common-pool", description = "Counts how many of 16 tasks run at once in JVMs that see 1, 2 and 4 "
        + "CPUs: without an executor, and on virtual threads.")
public final class CommonPoolExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(CommonPoolExample.class);
    static final int TASKS = 16;

    /// What a JVM made of 16 tasks.
    ///
    /// @param cpus the CPUs that it saw
    /// @param noExecutor how many ran at once that waited, without an executor
    /// @param virtual likewise, on virtual threads
    /// @param computing how many ran at once that computed, on virtual threads
    record Seen(int cpus, int noExecutor, int virtual, int computing) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new CommonPoolExample(), args);
    }

    @Override
    public void call() {
        printOrigin();
        print(run(List.of(1, 2, 4)));
    }

    static List<Seen> run(List<Integer> cpus) {
        var children = cpus.stream().map(count -> ChildJvm.start(Child.class,
                List.of("-XX:ActiveProcessorCount=" + count, "-Xmx64m", "-XX:TieredStopAtLevel=1"))).toList();
        return children.stream().map(CommonPoolExample::seen).toList();
    }

    private static Seen seen(ChildJvm child) {
        try (child) {
            var cells = child.output().getLast().split("\t");
            return new Seen(Integer.parseInt(cells[0]), Integer.parseInt(cells[1]), Integer.parseInt(cells[2]),
                    Integer.parseInt(cells[3]));
        }
    }

    /// What each child JVM does: it prints the fields of [Seen], separated by tabs.
    private static final class Child {
        private static final VirtualThreadSchedulerMXBean SCHEDULER = ManagementFactory
                .getPlatformMXBean(VirtualThreadSchedulerMXBean.class);

        public static void main(String[] args) throws InterruptedException {
            System.out.println(Runtime.getRuntime().availableProcessors() + "\t" + withoutExecutor() + "\t"
                    + onVirtualThreads() + "\t" + computing());
        }

        // @start region=ways
        private static int withoutExecutor() throws InterruptedException {
            var gate = new Gate();
            for (int i = 0; i < TASKS; i++) {
                var _ = CompletableFuture.runAsync(gate::pass);
            }
            var pool = ForkJoinPool.commonPool();
            return gate.insideOnce(() -> gate.inside() == pool.getParallelism()
                    && gate.inside() + pool.getQueuedSubmissionCount() == TASKS);
        }

        private static int onVirtualThreads() throws InterruptedException {
            var gate = new Gate();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < TASKS; i++) {
                    var _ = CompletableFuture.runAsync(gate::pass, threads);
                }
                return gate.insideOnce(() -> gate.inside() == TASKS);
            }
        }

        private static int computing() throws InterruptedException {
            var gate = new Gate();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < TASKS; i++) {
                    var _ = CompletableFuture.runAsync(gate::spin, threads);
                }
                return gate.insideOnce(() -> gate.inside() == SCHEDULER.getParallelism()
                        && gate.inside() + SCHEDULER.getQueuedVirtualThreadCount() == TASKS);
            }
        }
        // @end
    }

    /// Holds tasks until it is known how many of them run at once.
    private static final class Gate {
        private static final int LOOKS = 20;

        private final AtomicInteger inside = new AtomicInteger();
        private final CountDownLatch open = new CountDownLatch(1);

        void pass() {
            inside.incrementAndGet();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void spin() {
            inside.incrementAndGet();
            while (open.getCount() > 0) {
                Thread.onSpinWait();
            }
        }

        int inside() {
            return inside.get();
        }

        /// Waits until no further task comes in, opens, and says how many were inside.
        ///
        /// @param isFull whether all are inside who can be; it must be so at many looks, one after the other
        int insideOnce(BooleanSupplier isFull) throws InterruptedException {
            for (int looks = 0; looks < LOOKS; looks = isFull.getAsBoolean() ? looks + 1 : 0) {
                Thread.sleep(1);
            }
            int seen = inside.get();
            open.countDown();
            return seen;
        }
    }

    private static void print(List<Seen> all) {
        for (var seen : all) {
            LOG.info("{}: tasks at once, of {}", seen.cpus() == 1 ? "1 CPU" : seen.cpus() + " CPUs", TASKS);
            new Bars().bar("waiting, no executor", seen.noExecutor(), Integer.toString(seen.noExecutor()))
                    .bar("waiting, virtual threads", seen.virtual(), Integer.toString(seen.virtual()))
                    .bar("computing, virtual threads", seen.computing(), Integer.toString(seen.computing()))
                    .print(LOG::info);
        }
        LOG.info("Without an executor a JVM with 2 CPUs or fewer ran at most {} at once.",
                all.stream().filter(seen -> seen.cpus() <= 2).mapToInt(Seen::noExecutor).max().orElse(0));
    }
}
