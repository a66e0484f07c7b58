package handbook.core.pagination;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/// The condition for the rows behind a given one, for any columns in any directions. The last column must be unique, or
/// rows are lost.
///
/// NULL counts as larger than everything, as in PostgreSQL: last when ascending, first when descending.
///
/// @param columns the order of the list, the most significant first
record Keyset(List<Column> columns) {
    /// @param name as SQL writes it; never from outside
    record Column(String name, boolean descending, boolean nullable) {
        static Column asc(String name) {
            return new Column(name, false, false);
        }

        static Column desc(String name) {
            return new Column(name, true, false);
        }

        Column orNull() {
            return new Column(name, descending, true);
        }
    }

    /// @param parameters the values of its placeholders
    record Condition(String sql, List<Object> parameters) {}

    static Keyset of(Column... columns) {
        return new Keyset(List.of(columns));
    }

    String orderBy() {
        return columns.stream().map(column -> column.name() + (column.descending() ? " DESC" : ""))
                .collect(Collectors.joining(", ", "ORDER BY ", ""));
    }

    /// The same list, read from its end.
    Keyset reversed() {
        return new Keyset(columns.stream()
                .map(column -> new Column(column.name(), !column.descending(), column.nullable())).toList());
    }

    // @start region=after
    /// @param last the values of the row before, one for each column
    Condition after(List<? extends @Nullable Object> last) {
        requireValues(last);
        var parameters = new ArrayList<Object>();
        return new Condition(hasRowForm() ? rowForm(last, parameters) : bounded(last, parameters), parameters);
    }

    private boolean hasRowForm() {
        boolean descending = columns.getFirst().descending();
        return columns.stream().noneMatch(column -> column.nullable() || column.descending() != descending);
    }

    /// `(a, b) < (?, ?)`: one place in the index.
    private String rowForm(List<? extends @Nullable Object> last, List<Object> parameters) {
        last.forEach(parameters::add);
        return "(" + columns.stream().map(Column::name).collect(Collectors.joining(", ")) + ")"
                + (columns.getFirst().descending() ? " < " : " > ") + "(?"
                + ", ?".repeat(columns.size() - 1) + ")";
    }

    /// `a <= ? AND (a < ? OR a = ? AND ...)`: what is to the left of the OR finds the place in the index.
    private String bounded(List<? extends @Nullable Object> last, List<Object> parameters) {
        var first = columns.getFirst();
        if (first.nullable()) {
            return "(" + behind(0, last, parameters) + ")";
        }
        parameters.add(last.getFirst());
        return first.name() + (first.descending() ? " <= ? AND (" : " >= ? AND (")
                + behind(0, last, parameters) + ")";
    }
    // @end

    /// A NULL in the row comparison would be an empty page, not an error.
    private void requireValues(List<? extends @Nullable Object> last) {
        if (last.size() != columns.size()) {
            throw new IllegalArgumentException(last.size() + " values for " + columns.size() + " columns");
        }
        for (int i = 0; i < last.size(); i++) {
            if (last.get(i) == null && !columns.get(i).nullable()) {
                throw new IllegalArgumentException("NULL for " + columns.get(i).name());
            }
        }
    }

    private String behind(int i, List<? extends @Nullable Object> last, List<Object> parameters) {
        var column = columns.get(i);
        var strictly = strictlyBehind(column, last.get(i), parameters);
        if (i == columns.size() - 1) {
            return strictly;
        }
        var equal = equal(column, last.get(i), parameters);
        return strictly + " OR " + equal + " AND (" + behind(i + 1, last, parameters) + ")";
    }

    private static String strictlyBehind(Column column, @Nullable Object last, List<Object> parameters) {
        if (last == null) {
            return column.descending() ? column.name() + " IS NOT NULL" : "FALSE";
        }
        parameters.add(last);
        var compared = column.name() + (column.descending() ? " < ?" : " > ?");
        return column.nullable() && !column.descending() ? compared + " OR " + column.name() + " IS NULL" : compared;
    }

    private static String equal(Column column, @Nullable Object last, List<Object> parameters) {
        if (last == null) {
            return column.name() + " IS NULL";
        }
        parameters.add(last);
        return column.name() + " = ?";
    }
}
