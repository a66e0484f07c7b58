package handbook.support.console;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/// The keys and the picture of an interactive example.
///
/// On a terminal each key counts at once, without Enter, and every picture replaces the one before it; closing leaves
/// the terminal as it was, with the last picture on it, also after Ctrl-C. Everywhere else a script presses the keys
/// and pictures follow each other as plain lines. An example that uses it names `org.jline:jline` in its module.
///
/// ```java
/// try (var console = LiveConsole.open(script, "..g..", LOG::info)) {
///     char key = LiveConsole.TICK;
///     while (key != LiveConsole.QUIT) {
///         state.apply(key);
///         console.show(state.picture());
///         key = console.next(Duration.ofMillis(100));
///     }
/// }
/// ```
public interface LiveConsole extends AutoCloseable {
    /// What [#next] returns when no key came in time; in a script, the key that lets this time pass.
    char TICK = '.';

    /// The key that ends the example. [#next] returns it also when the keys have come to an end: behind the last one of
    /// a script, after Ctrl-D, and when the terminal is gone.
    char QUIT = 'q';

    /// Opens the console. Print what should stay above the picture before, and what should stand below it after
    /// closing.
    ///
    /// @param script the keys to press, checked by a [KeyScript]; null for those of the terminal
    /// @param scenario the keys to press where there is neither a script nor a terminal
    /// @param out takes the lines that stay, usually a logger's `info`
    /// @return an open console
    static LiveConsole open(@Nullable String script, String scenario, Consumer<String> out) {
        if (script != null) {
            return new ScriptedConsole(script, out);
        }
        var terminal = TerminalConsole.systemTerminal();
        return terminal == null
                ? new ScriptedConsole(scenario, out)
                : new TerminalConsole(terminal, out, TerminalConsole.coloursWanted());
    }

    /// The next key.
    ///
    /// @param wait how long to wait for one; a script answers at once
    /// @return the key, [#TICK] or [#QUIT]
    char next(Duration wait);

    /// Shows a picture in place of the one before it.
    ///
    /// @param picture its lines; a terminal cuts what is wider or higher than it
    void show(List<String> picture);

    /// Whether someone sits at a terminal, and so needs to be told the keys.
    ///
    /// @return false for a script
    boolean isTerminal();

    /// Marks a text as good: green where the console has colours.
    ///
    /// @param text part of a line
    /// @return the text, with or without a colour
    String green(String text);

    /// Marks a text as bad: red where the console has colours.
    ///
    /// @param text part of a line
    /// @return the text, with or without a colour
    String red(String text);

    /// Restores the terminal. Closing twice does no harm.
    @Override
    void close();
}
