package handbook.support.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.slf4j.LoggerFactory;

import handbook.support.console.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// One runnable example of a topic: a class with a picocli [Command] whose name is the example's id, and a `main` that
/// is one call of [ExampleRunner#main].
@Command(sortOptions = false)
public abstract class Example {
    @Option(names = "--quick", description = "run with the smallest sizes that still show the point")
    boolean quick;

    @Option(names = "--trace", description = "show the stack trace of a failure")
    boolean trace;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help")
    boolean help;

    @Spec
    CommandSpec spec;

    /// Runs the example and prints what it found.
    ///
    /// @throws Exception what kept it from running; a [Failure] where the reader can mend it
    public abstract void call() throws Exception;

    /// Prints the first line: the machine, the servers, and the arguments with the values they have in this run.
    ///
    /// @param servers the servers that take part, each with its version
    protected final void printOrigin(Object... servers) {
        var parts = new ArrayList<String>();
        parts.add(Machine.line());
        for (var server : servers) {
            parts.add(server.toString());
        }
        var arguments = arguments();
        if (!arguments.isEmpty()) {
            parts.add(String.join(", ", arguments));
        }
        LoggerFactory.getLogger(getClass()).info(String.join("; ", parts));
    }

    private List<String> arguments() {
        return spec.args().stream().filter(arg -> !isManner(arg) && arg.getValue() != null)
                .map(arg -> name(arg) + "=" + arg.getValue()).collect(Collectors.toList());
    }

    /// The options that every example has say nothing about where its figures come from.
    private static boolean isManner(ArgSpec arg) {
        return arg instanceof OptionSpec option
                && List.of("--quick", "--trace", "--help").contains(option.longestName());
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option
                ? option.longestName().substring(2)
                : arg.paramLabel().toLowerCase(Locale.ROOT);
    }
}
