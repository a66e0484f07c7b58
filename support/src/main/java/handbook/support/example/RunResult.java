package handbook.support.example;

import java.io.PrintWriter;
import java.io.StringWriter;

/// How an example ended that was run in this JVM, for tests of its manners. What it logs, its figures, is not in here.
///
/// @param exitCode 0, 1 when it could not run, 2 for a bad argument
/// @param out its help, where that was asked for
/// @param err what was wrong
public record RunResult(int exitCode, String out, String err) {
    /// Runs an example.
    ///
    /// @param example the example
    /// @param args the command line
    /// @return how it ended
    public static RunResult of(Example example, String... args) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = ExampleRunner.run(example, new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new RunResult(code, out.toString(), err.toString());
    }

    /// The one line by which it refused its arguments.
    ///
    /// @return the line, without its end
    /// @throws AssertionError when it did not end with 2, or printed anything else
    public String refusal() {
        if (exitCode != 2 || err.lines().count() != 1 || !out.isEmpty()) {
            throw new AssertionError("not refused by one line, but " + this);
        }
        return err.strip();
    }
}
