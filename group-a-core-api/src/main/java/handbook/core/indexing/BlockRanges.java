package handbook.core.indexing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/// A block range index, as BRIN is: the lowest and the highest key of each 16 pages of the table, and nothing else. So
/// it is tiny, and it helps as far as the table lies in the order of the key.
final class BlockRanges implements RowIndex.Ordered {
    // @start region=ranges
    static final int RANGE = 16; // pages of the table

    private static final class Summary {
        int lowest = Integer.MAX_VALUE;
        int highest = Integer.MIN_VALUE;
    }

    private final List<@Nullable Long> table = new ArrayList<>(); // entries as they came, PAGE on a page
    private final List<Summary> summaries = new ArrayList<>();
    private long pages;

    @Override
    public void insert(int key, int row) {
        if (table.size() % (RANGE * PAGE) == 0) {
            summaries.add(new Summary());
        }
        table.add(RowIndex.entry(key, row));
        var summary = summaries.getLast();
        summary.lowest = Math.min(summary.lowest, key);
        summary.highest = Math.max(summary.highest, key);
    }

    /// The summary stays as wide as it was.
    @Override
    public void delete(int key, int row) {
        int at = table.indexOf(RowIndex.entry(key, row));
        if (at >= 0) {
            table.set(at, null);
        }
    }

    @Override
    public List<Integer> range(int from, int to) {
        var found = new ArrayList<Long>();
        pages += Math.ceilDiv(summaries.size(), PAGE);
        for (int i = 0; i < summaries.size(); i++) {
            if (summaries.get(i).lowest <= to && summaries.get(i).highest >= from) {
                found.addAll(recheck(i, from, to));
            }
        }
        return found.stream().sorted(Comparator.naturalOrder()).map(RowIndex::row).toList();
    }

    /// Reads a whole range: it may hold such keys.
    private List<Long> recheck(int range, int from, int to) {
        int start = range * RANGE * PAGE;
        var rows = table.subList(start, Math.min(start + RANGE * PAGE, table.size()));
        pages += Math.ceilDiv(rows.size(), PAGE);
        return rows.stream().filter(Objects::nonNull).filter(entry -> from <= RowIndex.key(entry)
                && RowIndex.key(entry) <= to).toList();
    }
    // @end

    @Override
    public long pages() {
        return pages;
    }
}
