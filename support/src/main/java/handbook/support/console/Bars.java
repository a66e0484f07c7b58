package handbook.support.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Horizontal bars on one scale: a label, a bar, and the figure with its unit.
public final class Bars {
    private static final int WIDTH = 40;

    private record Bar(String label, double value, String figure) {}

    private final List<Bar> bars = new ArrayList<>();

    /// Adds a bar.
    ///
    /// @param label what is shown
    /// @param value its size, 0 or more, in the same unit as the other bars
    /// @param figure the size as text with its unit
    /// @return these bars
    public Bars bar(String label, double value, String figure) {
        bars.add(new Bar(label, value, figure));
        return this;
    }

    /// Prints the bars, a line each; the largest is 40 cells wide, and any but 0 has at least one cell.
    ///
    /// @param out takes the lines, usually a logger's `info`
    public void print(Consumer<String> out) {
        lines().forEach(out);
    }

    /// The bars.
    ///
    /// @return a line each
    public List<String> lines() {
        var labelWidth = bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
        var largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        return bars.stream().map(bar -> bar.label() + " ".repeat(labelWidth - bar.label().length() + 2)
                + Glyphs.blocks(cells(bar.value(), largest)) + " " + bar.figure()).toList();
    }

    private static int cells(double value, double largest) {
        return value <= 0 ? 0 : Math.max(1, (int) Math.round(WIDTH * value / largest));
    }
}
