package handbook.core.indexing;

import java.util.ArrayList;
import java.util.List;

/// A hash index: the key's hash says in which bucket its entries are. It grows by one bucket at a time, as PostgreSQL's
/// does (linear hashing).
final class BucketHash implements RowIndex {
    // @start region=hash
    private static final int FULL = PAGE * 3 / 4; // entries a bucket has on average before there is one more

    private final List<List<Long>> buckets = new ArrayList<>(List.of(new ArrayList<>()));
    private int mask; // the number of buckets, rounded up to a power of 2, less 1
    private int entries;
    private long pages;

    @Override
    public void insert(int key, int row) {
        buckets.get(bucket(key)).add(RowIndex.entry(key, row));
        if (++entries > FULL * buckets.size()) {
            split();
        }
    }

    private int bucket(int key) {
        int hash = key * 0x9E3779B9; // spreads neighbours
        hash ^= hash >>> 16;
        int bucket = hash & mask;
        return bucket < buckets.size() ? bucket : bucket & (mask >> 1); // not there yet: still in its old one
    }

    /// Adds a bucket and moves to it what belongs there; only one other bucket is touched.
    private void split() {
        int added = buckets.size();
        mask = Math.max(mask, 2 * Integer.highestOneBit(added) - 1);
        buckets.add(new ArrayList<>());
        var old = buckets.get(added - Integer.highestOneBit(added));
        old.stream().filter(entry -> bucket(RowIndex.key(entry)) == added).forEach(buckets.get(added)::add);
        old.removeAll(buckets.get(added));
    }

    @Override
    public void delete(int key, int row) {
        if (buckets.get(bucket(key)).remove(RowIndex.entry(key, row))) {
            entries--;
        }
    }

    @Override
    public List<Integer> find(int key) {
        var bucket = buckets.get(bucket(key));
        pages += Math.max(1, Math.ceilDiv(bucket.size(), PAGE)); // one page, and what overflows it
        return bucket.stream().filter(entry -> RowIndex.key(entry) == key).map(RowIndex::row).sorted().toList();
    }
    // @end

    @Override
    public long pages() {
        return pages;
    }
}
