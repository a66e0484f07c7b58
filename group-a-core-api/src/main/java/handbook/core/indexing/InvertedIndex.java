package handbook.core.indexing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// An inverted index, as GIN is: each element once, with the rows that have it. A row has many elements, so new entries
/// wait in a list until there are enough of them to be sorted in together.
final class InvertedIndex implements RowIndex {
    // @start region=inverted
    private static final int MOST_PENDING = 4 * PAGE;

    private final Map<Integer, TreeSet<Integer>> postings = new HashMap<>(); // a B-tree in GIN; not counted here
    private final List<Long> pending = new ArrayList<>();
    private long pages;

    @Override
    public void insert(int key, int row) {
        pending.add(RowIndex.entry(key, row));
        if (pending.size() > MOST_PENDING) {
            sortIn();
        }
    }

    private void sortIn() {
        for (long entry : pending) {
            postings.computeIfAbsent(RowIndex.key(entry), element -> new TreeSet<>()).add(RowIndex.row(entry));
        }
        pending.clear();
    }

    @Override
    public void delete(int key, int row) {
        sortIn();
        postings.getOrDefault(key, new TreeSet<>()).remove(row);
    }

    @Override
    public List<Integer> find(int key) {
        return findAll(List.of(key));
    }

    /// The rows that have all of these elements.
    List<Integer> findAll(List<Integer> keys) {
        pages += Math.ceilDiv(pending.size(), PAGE); // read from end to end, by every query
        var common = rows(keys.getFirst());
        keys.stream().skip(1).forEach(key -> common.retainAll(rows(key)));
        return List.copyOf(common);
    }

    private TreeSet<Integer> rows(int key) {
        var rows = new TreeSet<>(postings.getOrDefault(key, new TreeSet<>()));
        pages += Math.max(1, Math.ceilDiv(rows.size(), PAGE));
        pending.stream().filter(entry -> RowIndex.key(entry) == key).map(RowIndex::row).forEach(rows::add);
        return rows;
    }
    // @end

    @Override
    public long pages() {
        return pages;
    }
}
