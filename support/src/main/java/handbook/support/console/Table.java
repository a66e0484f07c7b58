package handbook.support.console;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A table with aligned columns: text to the left, figures to the right.
public final class Table {
    private static final Pattern FIGURE = Pattern.compile("[-+]?\\d.*|-|");

    private final List<List<String>> rows = new ArrayList<>();

    /// @param headers one for each column
    public Table(String... headers) {
        rows.add(List.of(headers));
    }

    /// Adds a row.
    ///
    /// @param cells as many as there are columns; each is shown as its `toString`
    /// @return this table
    public Table row(Object... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + rows.getFirst().size() + " columns");
        }
        var row = new ArrayList<String>();
        for (var cell : cells) {
            row.add(cell instanceof Long || cell instanceof Integer
                    ? Figures.count(((Number) cell).longValue())
                    : cell.toString());
        }
        rows.add(row);
        return this;
    }

    /// Prints header and rows, a line each.
    ///
    /// @param out takes the lines, usually a logger's `info`
    public void print(Consumer<String> out) {
        lines().forEach(out);
    }

    /// The header and the rows.
    ///
    /// @return a line each
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(column == 0 ? "" : "  ").append(padded(row.get(column), column));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private String padded(String cell, int column) {
        var padding = " ".repeat(width(column) - cell.length());
        return holdsFigures(column) ? padding + cell : cell + padding;
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private boolean holdsFigures(int column) {
        return rows.stream().skip(1).allMatch(row -> FIGURE.matcher(row.get(column)).matches());
    }
}
