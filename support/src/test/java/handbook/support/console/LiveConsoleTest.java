package handbook.support.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class LiveConsoleTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> printed = new ArrayList<>();

    @Test
    void aScriptPressesItsKeysAndThenQuits() {
        try (var console = LiveConsole.open("g.+", "scenario", printed::add)) {
            assertThat(List.of(console.next(LONG), console.next(LONG), console.next(LONG), console.next(LONG)))
                    .containsExactly('g', LiveConsole.TICK, '+', LiveConsole.QUIT);
        }
    }

    @Test
    void withoutScriptAndTerminalTheScenarioIsPlayedInPlainLines() {
        try (var console = LiveConsole.open(null, "g", printed::add)) {
            assertThat(console.next(LONG)).isEqualTo('g');
            console.show(List.of("one " + console.green("good"), "two"));
            console.show(List.of("three " + console.red("bad")));
            assertThat(console.isTerminal()).isFalse();
        }
        assertThat(printed).containsExactly("one good", "two", "three bad");
    }

    @Command(name = "play", description = "Plays.")
    private static final class PlayExample extends Example {
        private static final class Keys extends KeyScript {
            Keys() {
                super("g+");
            }
        }

        @Option(names = "--script", converter = Keys.class)
        String script;

        @Override
        public void call() {
            assertThat(script).isEqualTo("g.q");
        }
    }

    @Test
    void aScriptWithAnUnknownKeyIsABadArgument() {
        var err = new StringWriter();
        var errors = new PrintWriter(err, true);
        assertThat(ExampleRunner.run(new PlayExample(), errors, errors, "--script", "g.q")).isZero();
        assertThat(ExampleRunner.run(new PlayExample(), errors, errors, "--script", "gx")).isEqualTo(2);
        assertThat(err.toString().strip()).isEqualTo("play: Invalid value for option '--script': there is no key 'x'; "
                + "the keys are g + q, and . to wait (--help shows the arguments)");
    }

    @Nested
    class OnATerminal {
        private static final String SECOND_SCREEN = "\033[?1049h";
        private static final String FIRST_SCREEN = "\033[?1049l";
        private static final String CURSOR_OFF = "\033[?25l";
        private static final String CURSOR_ON = "25h";

        private final PipedOutputStream keyboard = new PipedOutputStream();
        private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
        private Terminal terminal;
        private final List<Attributes> settings = new ArrayList<>();

        @BeforeEach
        void open() throws IOException {
            terminal = new ExternalTerminal("test", "xterm", new PipedInputStream(keyboard), screen,
                    StandardCharsets.UTF_8) {
                @Override
                public void setAttributes(Attributes attributes) {
                    settings.add(new Attributes(attributes));
                    super.setAttributes(attributes);
                }
            };
            terminal.setSize(new Size(20, 3));
        }

        private TerminalConsole console(boolean colours) {
            return new TerminalConsole(terminal, printed::add, colours);
        }

        private void type(String keys) throws IOException {
            keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        }

        private String drawn() {
            return screen.toString(StandardCharsets.UTF_8);
        }

        @Test
        void keysCountAtOnceAndSilenceIsATick() throws IOException {
            try (var console = console(false)) {
                assertThat(console.next(Duration.ZERO)).isEqualTo(LiveConsole.TICK);
                type("g+");
                assertThat(console.next(LONG)).isEqualTo('g');
                assertThat(console.next(LONG)).isEqualTo('+');
            }
        }

        @Test
        void anArrowKeyIsNoKey() throws IOException {
            try (var console = console(false)) {
                type("\033[Ag");
                assertThat(console.next(LONG)).isEqualTo(LiveConsole.TICK);
            }
        }

        @Test
        void controlDQuits() throws IOException {
            try (var console = console(false)) {
                type("\004");
                assertThat(console.next(LONG)).isEqualTo(LiveConsole.QUIT);
            }
        }

        @Test
        void aPictureReplacesTheOneBeforeItAndIsCutToTheTerminal() {
            try (var console = console(false)) {
                console.show(List.of("old"));
                screen.reset();
                console.show(List.of("1234567890123456789012345", "two", "three", "four"));
                assertThat(drawn()).startsWith("\033[H12345678901234567890\033[K").contains("two", "three")
                        .doesNotContain("12345678901234567890" + "1", "four").endsWith("\033[J");
            }
        }

        @Test
        void coloursAreOnlyThereWhenWanted() {
            try (var console = console(false)) {
                assertThat(console.red("bad")).isEqualTo("bad");
            }
        }

        @Test
        void colouredTextIsCutByWhatIsSeen() {
            try (var console = console(true)) {
                console.show(List.of(console.green("12345") + "678901234567890" + "x"));
                assertThat(drawn()).contains("\033[32m12345\033[0m678901234567890\033[K");
            }
        }

        @Test
        void closingRestoresTheTerminalAndLeavesTheLastPicture() {
            var before = new Attributes(terminal.getAttributes());
            var console = console(false);
            assertThat(settings.getLast().getLocalFlag(LocalFlag.ECHO)).isFalse();
            assertThat(settings.getLast().getLocalFlag(LocalFlag.ISIG)).as("Ctrl-C stays a signal").isTrue();
            console.show(List.of("last"));
            console.close();
            console.close();
            assertThat(settings.getLast()).usingRecursiveComparison().isEqualTo(before);
            assertThat(drawn()).containsSubsequence(SECOND_SCREEN, CURSOR_OFF, "last", CURSOR_ON, FIRST_SCREEN);
            assertThat(printed).containsExactly("last");
        }

        @Test
        void afterClosingKeysQuitAndPicturesAreIgnored() {
            var console = console(false);
            console.close();
            console.show(List.of("too late"));
            assertThat(console.next(LONG)).isEqualTo(LiveConsole.QUIT);
            assertThat(drawn()).doesNotContain("too late");
        }
    }
}
