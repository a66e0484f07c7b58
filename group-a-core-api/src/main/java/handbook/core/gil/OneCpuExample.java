package handbook.core.gil;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.process.ChildJvm;
import jdk.management.VirtualThreadSchedulerMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What does a JVM do differently in a container that has one CPU?
///
/// *Predict*: the same program in JVMs that see 1, 2 and 4 CPUs: how many of 16 blocking tasks does the common pool run
/// at once, and when does a virtual thread run that was started after one that only computes?
///
/// *Run*: `mvn -q compile exec:exec@gil-one-cpu -pl group-a-core-api -am -Dargs="1000"`
///
/// *Why*: the JVM sizes itself by the CPUs it sees when it starts: the common pool, the carriers of virtual threads, the
/// collector. With one carrier a virtual thread that computes is a GIL holder that nobody can ask to let go, since there
/// is no time slicing among virtual threads (JEP 444).
///
/// Captured output: `docs/output/gil-one-cpu.txt`
@Command(name = "gil-one-cpu", description = "Shows what JVMs that see 1, 2 and 4 CPUs make of it.")
public final class OneCpuExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(OneCpuExample.class);
    private static final List<Integer> CPUS = List.of(1, 2, 4);
    private static final int TASKS = 16;
    private static final int LOOKS = 20;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SPIN_MS", description = "how many milliseconds a virtual thread computes, unless the next one runs before")
    @Size(usual = 1_000, quick = 200, max = 10_000)
    int spinMillis;

    /// What a JVM made of the CPUs that it saw.
    ///
    /// @param cpus how many
    /// @param collector the garbage collector
    /// @param commonPool the parallelism of the common pool
    /// @param carriers the parallelism of the virtual threads' scheduler
    /// @param tasksAtOnce how many of 16 blocking tasks the common pool had running at once
    /// @param nextRanAtOnce whether a virtual thread ran while one that was started before it still computed
    /// @param nextNanos the time from its start until it ran
    record Seen(int cpus, String collector, int commonPool, int carriers, int tasksAtOnce, boolean nextRanAtOnce,
            long nextNanos) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new OneCpuExample(), args);
    }

    @Override
    public void call() {
        printOrigin();
        print(run(spinMillis, CPUS));
    }

    static List<Seen> run(int spinMillis, List<Integer> cpus) {
        var children = cpus.stream().map(count -> start(spinMillis, "-XX:ActiveProcessorCount=" + count)).toList();
        return children.stream().map(OneCpuExample::seen).toList();
    }

    static ChildJvm start(int spinMillis, String flag) {
        return ChildJvm.start(Child.class, List.of(flag, "-XX:TieredStopAtLevel=1"), Integer.toString(spinMillis));
    }

    static Seen seen(ChildJvm child) {
        try (child) {
            var cells = child.output().getLast().split("\t");
            return new Seen(Integer.parseInt(cells[0]), cells[1], Integer.parseInt(cells[2]),
                    Integer.parseInt(cells[3]), Integer.parseInt(cells[4]), Boolean.parseBoolean(cells[5]),
                    Long.parseLong(cells[6]));
        }
    }

    /// What each child JVM does: it prints the fields of [Seen], separated by tabs.
    private static final class Child {
        public static void main(String[] args) throws InterruptedException {
            var carriers = ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getParallelism();
            System.out.println(
                    String.join("\t", Integer.toString(Runtime.getRuntime().availableProcessors()), collector(),
                            Integer.toString(ForkJoinPool.getCommonPoolParallelism()), Integer.toString(carriers),
                            Integer.toString(tasksAtOnce()), nextThread(Long.parseLong(args[0]))));
        }

        private static String collector() {
            var names = ManagementFactory.getGarbageCollectorMXBeans().stream().map(GarbageCollectorMXBean::getName)
                    .toList();
            return names.containsAll(List.of("Copy", "MarkSweepCompact")) ? "Serial" : names.getFirst().split(" ")[0];
        }

        // @start region=tasks
        private static int tasksAtOnce() throws InterruptedException {
            var inside = new AtomicInteger();
            var gate = new CountDownLatch(1);
            for (int i = 0; i < TASKS; i++) {
                CompletableFuture.runAsync(() -> {
                    inside.incrementAndGet();
                    await(gate);
                });
            }
            var pool = ForkJoinPool.commonPool();
            int looks = 0; // one after the other at which no further task could come in
            while (looks < LOOKS) {
                Thread.sleep(1);
                boolean isFull = inside.get() >= pool.getParallelism()
                        && inside.get() + pool.getQueuedSubmissionCount() >= TASKS;
                looks = isFull ? looks + 1 : 0;
            }
            var atOnce = inside.get();
            gate.countDown();
            return atOnce;
        }
        // @end

        // @start region=spinner
        private static String nextThread(long spinMillis) throws InterruptedException {
            var computing = new CountDownLatch(1);
            var nextRan = new CountDownLatch(1);
            var enough = new AtomicBoolean();
            Thread.startVirtualThread(() -> {
                computing.countDown();
                while (!enough.get()) {
                    Thread.onSpinWait();
                }
            });
            computing.await();
            var start = System.nanoTime();
            Thread.startVirtualThread(nextRan::countDown);
            var atOnce = nextRan.await(spinMillis, TimeUnit.MILLISECONDS);
            enough.set(true);
            nextRan.await();
            return atOnce + "\t" + (System.nanoTime() - start);
        }
        // @end

        private static void await(CountDownLatch gate) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void print(List<Seen> all) {
        var table = new Table("CPUs", "collector", "common pool", "carriers", "tasks at once, of " + TASKS,
                "the next virtual thread ran");
        for (var seen : all) {
            table.row(seen.cpus(), seen.collector(), seen.commonPool(), seen.carriers(), seen.tasksAtOnce(),
                    (seen.nextRanAtOnce() ? "meanwhile, " : "after the one that computed, ")
                            + Figures.time(seen.nextNanos()));
        }
        table.print(LOG::info);
    }
}
