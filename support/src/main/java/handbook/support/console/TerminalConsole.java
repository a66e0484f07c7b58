package handbook.support.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.ShutdownHooks;
import org.jspecify.annotations.Nullable;

import handbook.support.process.AtExit;

/// A console on a terminal: single keys, and a picture on the terminal's second screen, so that the first one is as it
/// was when the example ends.
final class TerminalConsole implements LiveConsole {
    private static final int CTRL_D = 4;
    private static final int ESCAPE = 27;

    private final Terminal terminal;
    private final NonBlockingReader reader;
    private final Attributes before;
    private final Consumer<String> out;
    private final boolean colours;
    private List<String> picture = List.of();
    private boolean closed;

    /// The terminal of this JVM, or null where keys or pictures have none, or one that cannot place its cursor.
    static @Nullable Terminal systemTerminal() {
        var console = System.console();
        if (console == null || !console.isTerminal()) {
            return null;
        }
        // JLine's own hook would close the terminal at Ctrl-C while ours still writes to it
        System.setProperty(ShutdownHooks.PROP_DISABLE_SHUTDOWN_HOOK, "true");
        try {
            var terminal = TerminalBuilder.builder().system(true).dumb(true).build();
            if (terminal.getStringCapability(Capability.cursor_home) != null) {
                return terminal;
            }
            terminal.close();
            return null;
        } catch (IOException e) { // a terminal that JLine cannot drive is as good as none
            return null;
        }
    }

    /// Whether the reader has not asked for output without colours, see <https://no-color.org>.
    static boolean coloursWanted() {
        var noColor = System.getenv("NO_COLOR");
        return noColor == null || noColor.isEmpty();
    }

    TerminalConsole(Terminal terminal, Consumer<String> out, boolean colours) {
        this.terminal = terminal;
        this.out = out;
        this.colours = colours;
        reader = terminal.reader();
        AtExit.close(this);
        before = terminal.getAttributes();
        terminal.setAttributes(keyByKey(before));
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        terminal.flush();
    }

    /// Keys at once and unseen. Unlike JLine's raw mode this one leaves Ctrl-C a signal, so that it ends the JVM.
    private static Attributes keyByKey(Attributes usual) {
        var attributes = new Attributes(usual);
        attributes.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO), false);
        attributes.setControlChar(ControlChar.VMIN, 1);
        attributes.setControlChar(ControlChar.VTIME, 0);
        return attributes;
    }

    @Override
    public char next(Duration wait) {
        try {
            var key = reader.read(Math.max(1, wait.toMillis()));
            return switch (key) {
                case NonBlockingReader.READ_EXPIRED -> TICK;
                case NonBlockingReader.EOF, CTRL_D -> QUIT;
                case ESCAPE -> skipRestOfSequence();
                default -> (char) key;
            };
        } catch (IOException e) { // closed by Ctrl-C, or its window is gone
            return QUIT;
        }
    }

    /// Arrow and function keys send several characters; none of them is meant as a key of its own.
    private char skipRestOfSequence() throws IOException {
        while (reader.peek(1) >= 0) {
            reader.read();
        }
        return TICK;
    }

    @Override
    public synchronized void show(List<String> lines) {
        if (closed) {
            return;
        }
        picture = List.copyOf(lines);
        terminal.puts(Capability.cursor_home);
        var last = Math.min(lines.size(), terminal.getSize().getRows()) - 1;
        for (int row = 0; row <= last; row++) {
            terminal.writer().print(cut(lines.get(row)));
            terminal.puts(Capability.clr_eol);
            if (row < last) { // a line end in the last row would scroll
                terminal.writer().println();
            }
        }
        terminal.puts(Capability.clr_eos);
        terminal.flush();
    }

    private String cut(String line) {
        return AttributedString.fromAnsi(line).columnSubSequence(0, terminal.getSize().getColumns()).toAnsi(terminal);
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public String green(String text) {
        return coloured(text, AttributedStyle.GREEN);
    }

    @Override
    public String red(String text) {
        return coloured(text, AttributedStyle.RED);
    }

    private String coloured(String text, int colour) {
        return colours ? new AttributedString(text, AttributedStyle.DEFAULT.foreground(colour)).toAnsi(terminal) : text;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        AtExit.forget(this);
        terminal.puts(Capability.cursor_visible);
        terminal.puts(Capability.exit_ca_mode);
        terminal.flush();
        terminal.setAttributes(before);
        picture.forEach(out);
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The terminal could not be closed", e);
        }
    }
}
