package handbook.core.gil;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.gil.TinyVm.Task;
import handbook.support.console.Figures;
import handbook.support.console.Glyphs;
import handbook.support.console.KeyScript;
import handbook.support.console.LiveConsole;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What does a global interpreter lock do to programs that compute, to programs that wait, and to a shared counter?
///
/// *Predict*: four programs count. What happens to the opcodes executed in all when the lock is switched off, when each
/// program waits now and then, when all count in one variable? And does the lock keep that count right?
///
/// *Run*: `mvn -q compile exec:exec@gil-demonstration -pl group-a-core-api -am -Dexec.inheritIo=true`
///
/// *Why*: with the lock one program executes at a time, so all of them together get one core. A program that waits lets
/// go of it, so waiting programs lose little. But the lock is handed over between two opcodes, as in CPython up to 3.9,
/// also between the LOAD and the STORE of one addition: then the additions of a whole switch interval are overwritten.
/// The lock protects the interpreter, not the program.
///
/// Captured output: `docs/output/gil-demonstration.txt`
@Command(name = "gil-demonstration", description = "Runs programs on a tiny bytecode machine, with a global lock and "
        + "without; interactive on a terminal.")
public final class DemonstrationExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(DemonstrationExample.class);
    private static final String SCENARIO = "gsgsig";
    private static final String HELP = "g GIL, s shared variable, i I/O, + and - switch interval, q quit";
    private static final Duration FRAME = Duration.ofMillis(200);
    private static final int ADDITIONS = 1_000; // in one pass of a program
    private static final long IO_NANOS = 1_000_000;
    private static final int BAR = 40;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROGRAMS", description = "how many programs run")
    @Size(usual = 4, quick = 4, max = TinyVm.SLOTS)
    int programs;

    @Option(names = "--script", paramLabel = "KEYS", converter = Keys.class, description = "press these keys: " + HELP
            + ", . to wait")
    @Nullable
    String script;

    private static final class Keys extends KeyScript {
        Keys() {
            super("gsi+-");
        }
    }

    /// What the keys change.
    ///
    /// @param gil whether there is a global lock
    /// @param shared whether all programs count in one variable
    /// @param io whether each pass of a program begins with a wait
    /// @param switchInterval the lock's
    record Settings(boolean gil, boolean shared, boolean io, Duration switchInterval) {
        private static final Duration SHORTEST = Duration.ofNanos(78_125);
        private static final Duration LONGEST = Duration.ofMillis(80);
        static final Settings FIRST = new Settings(true, false, false, Duration.ofMillis(5)); // CPython's default

        Settings after(char key) {
            return switch (key) {
                case 'g' -> new Settings(!gil, shared, io, switchInterval);
                case 's' -> new Settings(gil, !shared, io, switchInterval);
                case 'i' -> new Settings(gil, shared, !io, switchInterval);
                case '+' -> with(switchInterval.multipliedBy(2));
                case '-' -> with(switchInterval.dividedBy(2));
                default -> this;
            };
        }

        private Settings with(Duration interval) {
            var possible = interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0;
            return possible ? new Settings(gil, shared, io, interval) : this;
        }
    }

    /// What the programs did for a while.
    ///
    /// @param settings with which
    /// @param opcodes executed by each program
    /// @param handovers how often the lock came to another program
    /// @param mostAtOnce the largest number of programs that were free to execute at the same time
    /// @param added how many additions were executed
    /// @param counted the sum of the variables afterwards
    record Frame(Settings settings, List<Long> opcodes, long handovers, int mostAtOnce, long added, long counted) {
        long allOpcodes() {
            return opcodes.stream().mapToLong(Long::longValue).sum();
        }

        long lost() {
            return added - counted;
        }
    }

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new DemonstrationExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        printOrigin();
        run(Settings.FIRST, programs, FRAME); // so that the JIT compiler's work is not shown
        var played = new ArrayList<Frame>();
        try (var console = LiveConsole.open(script, SCENARIO, LOG::info)) {
            var settings = Settings.FIRST;
            char key = LiveConsole.TICK;
            while (key != LiveConsole.QUIT) {
                settings = settings.after(key);
                played.add(run(settings, programs, FRAME));
                console.show(picture(played, console));
                key = console.next(Duration.ZERO);
            }
        }
        conclude(played);
    }

    static Frame run(Settings settings, int programs, Duration time) throws InterruptedException {
        var gil = settings.gil() ? new Gil(settings.switchInterval()) : null;
        var vm = new TinyVm(gil);
        var end = System.nanoTime() + time.toNanos();
        var runs = new ArrayList<Callable<Task>>();
        for (int slot = 0; slot < programs; slot++) {
            var program = program(settings.shared() ? 0 : slot, settings.io());
            runs.add(() -> {
                var task = vm.task(program);
                vm.run(task, () -> task.passes() == 0 || task.isMidPass() || System.nanoTime() < end);
                return task;
            });
        }
        try (var threads = Executors.newFixedThreadPool(programs)) {
            var tasks = threads.invokeAll(runs).stream().map(Future::resultNow).toList();
            return new Frame(settings, tasks.stream().map(Task::executed).toList(), gil == null ? 0 : gil.handovers(),
                    vm.mostExecuting(), tasks.stream().mapToLong(Task::passes).sum() * ADDITIONS,
                    IntStream.range(0, programs).mapToLong(vm::read).sum());
        }
    }

    private static List<Op> program(int slot, boolean io) {
        var program = new ArrayList<Op>();
        if (io) {
            program.add(new Op.Io(() -> LockSupport.parkNanos(IO_NANOS)));
        }
        for (int i = 0; i < ADDITIONS; i++) {
            program.addAll(List.of(new Op.Load(slot), new Op.Add(1), new Op.Store(slot)));
        }
        return program;
    }

    private static List<String> picture(List<Frame> played, LiveConsole console) {
        var frame = played.getLast();
        var settings = frame.settings();
        var most = played.stream().mapToLong(Frame::allOpcodes).max().orElseThrow();
        var lines = new ArrayList<String>();
        lines.add("GIL " + (settings.gil() ? "on, switch interval " + Figures.time(settings.switchInterval()) : "off")
                + (settings.shared() ? ", one shared variable" : ", own variables")
                + (settings.io() ? ", with I/O" : ", no I/O"));
        for (int i = 0; i < frame.opcodes().size(); i++) {
            lines.add(bar("program " + (i + 1), frame.opcodes().get(i), most));
        }
        lines.add(bar("together ", frame.allOpcodes(), most));
        var lost = Figures.count(frame.lost()) + " of " + Figures.count(frame.added());
        lines.add("free to execute at once: " + frame.mostAtOnce() + "; handovers: " + Figures.count(frame.handovers())
                + "; additions lost: " + (frame.lost() > 0 ? console.red(lost) : console.green(lost)));
        lines.add(console.isTerminal() ? HELP : "");
        return lines;
    }

    private static String bar(String label, long opcodes, long most) {
        return label + "  " + Glyphs.blocks((int) Math.ceilDiv(BAR * opcodes, most)) + " " + Figures.count(opcodes)
                + " opcodes";
    }

    private static void conclude(List<Frame> played) {
        var table = new Table("GIL", "most free to execute at once", "additions", "lost");
        for (var gil : List.of(true, false)) {
            var frames = played.stream().filter(frame -> frame.settings().gil() == gil).toList();
            table.row(gil ? "on" : "off", frames.stream().mapToInt(Frame::mostAtOnce).max().orElse(0),
                    frames.stream().mapToLong(Frame::added).sum(), frames.stream().mapToLong(Frame::lost).sum());
        }
        table.print(LOG::info);
    }
}
