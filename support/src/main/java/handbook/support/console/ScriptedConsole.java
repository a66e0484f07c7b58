package handbook.support.console;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A console without a terminal: a script presses the keys, and every picture is printed below the one before it.
final class ScriptedConsole implements LiveConsole {
    private final String script;
    private final Consumer<String> out;
    private int pressed;

    ScriptedConsole(String script, Consumer<String> out) {
        this.script = script;
        this.out = out;
    }

    @Override
    public char next(Duration wait) {
        return pressed < script.length() ? script.charAt(pressed++) : QUIT;
    }

    @Override
    public void show(List<String> picture) {
        picture.forEach(out);
    }

    @Override
    public boolean isTerminal() {
        return false;
    }

    @Override
    public String green(String text) {
        return text;
    }

    @Override
    public String red(String text) {
        return text;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
