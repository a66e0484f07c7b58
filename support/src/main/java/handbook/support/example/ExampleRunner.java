package handbook.support.example;

import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import handbook.support.server.ServerFolder;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParameterException;

/// Gives every example the same manners: defaults and ranges of sizes, `--help`, one line for a bad argument (exit code
/// 2) and one for a failure (exit code 1), a stack trace only with `--trace`.
public final class ExampleRunner {
    private static final int COULD_NOT_RUN = 1;
    private static final int BAD_ARGUMENT = 2;

    private ExampleRunner() {}

    /// Runs an example and ends the JVM with its exit code.
    ///
    /// @param example the example
    /// @param args what the reader gave on the command line
    public static void main(Example example, String... args) {
        var out = new PrintWriter(System.out, true);
        var err = new PrintWriter(System.err, true);
        ServerFolder.sweep();
        var code = run(example, out, err, args);
        System.exit(code);
    }

    /// Runs an example.
    ///
    /// @param example the example
    /// @param out takes the help
    /// @param err takes what is wrong
    /// @param args the command line
    /// @return 0, 1 when the example could not run, 2 for a bad argument
    public static int run(Example example, PrintWriter out, PrintWriter err, String... args) {
        var command = new CommandLine(example);
        command.setOut(out).setErr(err).setUsageHelpAutoWidth(true);
        useSizes(command, List.of(args).contains("--quick"));
        try {
            command.parseArgs(args);
            if (command.isUsageHelpRequested()) {
                command.usage(out);
                return 0;
            }
            checkSizes(command);
        } catch (ParameterException e) {
            err.println(command.getCommandName() + ": " + firstLine(e.getMessage()) + expected(e.getArgSpec())
                    + " (--help shows the arguments)");
            return BAD_ARGUMENT;
        }
        return call(example, command.getCommandName(), err);
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // that is what --trace asks for
    private static int call(Example example, String id, PrintWriter err) {
        try {
            example.call();
            return 0;
        } catch (ParameterException e) { // what only the example itself can check
            err.println(id + ": " + firstLine(e.getMessage()) + " (--help shows the arguments)");
            return BAD_ARGUMENT;
        } catch (Failure e) {
            err.println(id + ": " + firstLine(e.getMessage()));
            return traced(example, e, err);
        } catch (Throwable e) { // whatever it is, it must not keep the JVM from ending
            err.println(id + ": " + firstLine(e.toString()) + " (--trace shows the stack trace)");
            return traced(example, e, err);
        }
    }

    private static int traced(Example example, Throwable failure, PrintWriter err) {
        if (example.trace) {
            failure.printStackTrace(err);
        }
        return COULD_NOT_RUN;
    }

    private static void useSizes(CommandLine command, boolean quick) {
        command.setDefaultValueProvider(arg -> {
            var size = size(arg);
            return size == null ? null : Long.toString(actual(quick ? size.quick() : size.usual()));
        });
        var footer = new ArrayList<String>();
        for (var arg : command.getCommandSpec().args()) {
            var size = size(arg);
            if (size != null) {
                footer.add(String.format(Locale.ROOT, "%s: %d to %d; usually %s, with --quick %s", arg.paramLabel(),
                        size.min(), size.max(), shown(size.usual()), shown(size.quick())));
            }
        }
        command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    }

    private static void checkSizes(CommandLine command) {
        for (var arg : command.getCommandSpec().args()) {
            var size = size(arg);
            if (size == null) {
                continue;
            }
            var value = ((Number) arg.getValue()).longValue();
            if (value < size.min() || value > size.max()) {
                throw new ParameterException(command, arg.paramLabel() + ": " + value + " is out of range", arg,
                        Long.toString(value));
            }
        }
    }

    private static String expected(@Nullable ArgSpec arg) {
        var size = arg == null ? null : size(arg);
        return size == null ? "" : "; expected " + size.min() + " to " + size.max();
    }

    private static @Nullable Size size(ArgSpec arg) {
        return arg.userObject() instanceof Field field ? field.getAnnotation(Size.class) : null;
    }

    private static long actual(long size) {
        return size == Size.CORES ? Runtime.getRuntime().availableProcessors() : size;
    }

    private static String shown(long size) {
        return size == Size.CORES ? "the number of cores" : Long.toString(size);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "failed without a message" : message.lines().findFirst().orElse("failed");
    }
}
