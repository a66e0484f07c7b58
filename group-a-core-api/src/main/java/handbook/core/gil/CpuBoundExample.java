package handbook.core.gil;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Figures;
import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Which ways of spreading work over threads really use more than one core?
///
/// *Predict*: five ways to count primes on two cores: which take half the time of one thread, which take as long, and
/// which takes longer although it keeps both cores busy?
///
/// *Run*: `mvn -q compile exec:exec@gil-cpu-bound -pl group-a-core-api -am -Dargs="2 1000000"`
///
/// *Why*: CPU time divided by wall time is the number of cores really used. Under one lock it is 1 with any number of
/// threads: they wait for each other, as CPython's do for the GIL. With a counter that all threads share it is as high
/// as without, but the cores pass one cache line to and fro instead of dividing. So this quotient is the first thing to
/// look at in a program that does not scale: low means waiting, high means work that should not be there.
///
/// Captured output: `docs/output/gil-cpu-bound.txt`
@Command(name = "gil-cpu-bound", description = "Counts primes in one thread, in several, under one lock, with one "
        + "shared counter, in a parallel stream, and in CPython.")
public final class CpuBoundExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(CpuBoundExample.class);
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final List<String> PYTHON_WAYS = List.of("CPython, one thread", "CPython, threads",
            "CPython, processes");
    private static final int WARM_UP = 100_000;
    private static final int ONE_THREAD_CELLS = 6;

    @Parameters(index = "0", arity = "0..1", paramLabel = "THREADS", description = "how many threads share the work")
    @Size(usual = Size.CORES, quick = Size.CORES, max = 1_000)
    int threads;

    @Parameters(index = "1", arity = "0..1", paramLabel = "WORK", description = "count the primes below this number")
    @Size(usual = 1_000_000, quick = 50_000, max = 5_000_000)
    int work;

    /// How one way did.
    ///
    /// @param name the way
    /// @param primes how many it found
    /// @param wallNanos how long it took
    /// @param cpuNanos the CPU time of its threads
    record Way(String name, long primes, long wallNanos, long cpuNanos) {}

    /// What was measured.
    ///
    /// @param java the ways in Java, the one with one thread first
    /// @param python the ways in CPython, likewise; none without CPython
    record Result(List<Way> java, List<Way> python) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new CpuBoundExample(), args);
    }

    @Override
    public void call() {
        var python = CPython.onPath();
        printOrigin(CPython.origin(python));
        print(run(threads, work, python));
    }

    static Result run(int threads, int work, Optional<CPython> python) {
        inJava(threads, new Primes(WARM_UP)); // so that the JIT compiler's work is not measured
        var result = new Result(inJava(threads, new Primes(work)),
                python.map(cpython -> inCPython(cpython, threads, work)).orElse(List.of()));
        if (Stream.of(result.java(), result.python()).flatMap(List::stream).map(Way::primes).distinct().count() > 1) {
            throw new Failure("The ways found different numbers of primes: " + result);
        }
        return result;
    }

    private static List<Way> inJava(int threads, Primes primes) {
        return List.of(measured("Java, one thread", cpu -> inThreads(1, primes, cpu, primes::in)),
                measured("Java, threads under one lock", cpu -> underOneLock(threads, primes, cpu)),
                measured("Java, threads with one counter", cpu -> withOneCounter(threads, primes, cpu)),
                measured("Java, threads", cpu -> inThreads(threads, primes, cpu, primes::in)),
                measured("Java, parallel stream", cpu -> inParallelStream(primes, cpu)));
    }

    // @start region=ways
    private static long underOneLock(int threads, Primes primes, LongAdder cpu) {
        var lock = new Object();
        return inThreads(threads, primes, cpu, chunk -> {
            synchronized (lock) {
                return primes.in(chunk);
            }
        });
    }

    private static long withOneCounter(int threads, Primes primes, LongAdder cpu) {
        var divisions = new AtomicLong();
        return inThreads(threads, primes, cpu, chunk -> primes.in(chunk, divisions));
    }

    private static long inThreads(int threads, Primes primes, LongAdder cpu, IntToLongFunction count) {
        return ForkJoinSum.sum(0, threads, threads, thread -> timed(cpu, () -> {
            long sum = 0;
            for (int chunk = thread; chunk < primes.chunks(); chunk += threads) {
                sum += count.applyAsLong(chunk);
            }
            return sum;
        }));
    }

    private static long inParallelStream(Primes primes, LongAdder cpu) {
        return IntStream.range(0, primes.chunks()).parallel()
                .mapToLong(chunk -> timed(cpu, () -> primes.in(chunk))).sum();
    }
    // @end

    /// Adds the CPU time that the calling thread needs for some work.
    private static long timed(LongAdder cpu, LongSupplier work) {
        var start = CPU.getCurrentThreadCpuTime();
        var result = work.getAsLong();
        cpu.add(CPU.getCurrentThreadCpuTime() - start);
        return result;
    }

    private static Way measured(String name, ToLongFunction<LongAdder> way) {
        var cpu = new LongAdder();
        var start = System.nanoTime();
        var primes = way.applyAsLong(cpu);
        return new Way(name, primes, System.nanoTime() - start, cpu.sum());
    }

    private static List<Way> inCPython(CPython python, int threads, int work) {
        var output = python.run("cpu", Integer.toString(threads), Integer.toString(work));
        var lines = output.subList(output.size() - PYTHON_WAYS.size(), output.size()); // warnings may come before
        var ways = new ArrayList<Way>();
        for (int i = 0; i < PYTHON_WAYS.size(); i++) {
            var figures = lines.get(i).split(" ");
            ways.add(new Way(PYTHON_WAYS.get(i), Long.parseLong(figures[0]), Long.parseLong(figures[1]),
                    Long.parseLong(figures[2])));
        }
        return ways;
    }

    private static void print(Result result) {
        var table = new Table("way", "wall", "speed-up", "cores used", "wall, as a multiple of one thread's");
        addRows(table, result.java());
        addRows(table, result.python());
        if (result.python().isEmpty()) {
            PYTHON_WAYS.forEach(name -> table.row(name, "-", "-", "-", ""));
        }
        table.print(LOG::info);
        var java = result.java();
        LOG.info(
                "{} primes each way. The lock let {} cores work; the counter kept {} busy, for {} times as long as without it.",
                Figures.count(java.getFirst().primes()), cores(java.get(1)), cores(java.get(2)),
                Figures.decimal(multiple(java.get(2), java.get(3)), 1));
    }

    private static void addRows(Table table, List<Way> ways) {
        for (var way : ways) {
            var multiple = multiple(way, ways.getFirst());
            table.row(way.name(), Figures.time(way.wallNanos()), Figures.decimal(1 / multiple, 2), cores(way),
                    Glyphs.blocks((int) Math.ceil(multiple * ONE_THREAD_CELLS)));
        }
    }

    private static double multiple(Way way, Way other) {
        return (double) way.wallNanos() / other.wallNanos();
    }

    private static String cores(Way way) {
        return Figures.decimal((double) way.cpuNanos() / way.wallNanos(), 2);
    }
}
