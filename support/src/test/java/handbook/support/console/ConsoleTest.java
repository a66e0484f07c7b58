package handbook.support.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;

import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void figuresHaveUnitsAndAreTheSameInEveryLocale() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
            assertThat(Figures.percent(0.125)).isEqualTo("12.5 %");
            assertThat(Figures.time(950)).isEqualTo("950 ns");
            assertThat(Figures.time(4_560_000)).isEqualTo("4.56 ms");
            assertThat(Figures.time(1.2e9)).isEqualTo("1.20 s");
            assertThat(Figures.bytes(512)).isEqualTo("512 B");
            assertThat(Figures.bytes(1_572_864)).isEqualTo("1.5 MiB");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void tableAlignsTextLeftAndFiguresRight() {
        var table = new Table("model", "tasks").row("pool", 5).row("virtual", 1_000);
        assertThat(table.lines()).containsExactly("model    tasks", "pool         5", "virtual  1,000");
    }

    @Test
    void tableRefusesARowOfAnotherWidth() {
        assertThatThrownBy(() -> new Table("a", "b").row("c")).hasMessage("1 cells for 2 columns");
    }

    @Test
    void barsShareOneScaleAndOnlyZeroIsEmpty() {
        var lines = new Bars().bar("a", 40, "40 ms").bar("bb", 0.1, "0.1 ms").bar("c", 0, "0 ms").lines();
        assertThat(lines).containsExactly("a   " + Glyphs.blocks(40) + " 40 ms", "bb  " + Glyphs.block() + " 0.1 ms",
                "c    0 ms");
    }

    @Test
    void machineLineNamesNoPath() {
        assertThat(Machine.line()).startsWith("JDK ").contains("core", "heap").doesNotContain("/", "\\");
    }
}
