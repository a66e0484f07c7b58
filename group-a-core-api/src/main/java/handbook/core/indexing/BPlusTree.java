package handbook.core.indexing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/// A B+tree: all entries lie in the leaves, in order; a page above has the lowest entry of each page below.
final class BPlusTree implements RowIndex.Ordered {
    private static final class Page {
        final long[] entries = new long[PAGE];
        final Page @Nullable [] children; // null in a leaf
        int size;
        long high = Long.MAX_VALUE; // all entries are below it; those from it on are to the right
        @Nullable
        Page right;

        Page(Page @Nullable [] children) {
            this.children = children;
        }

        /// The last place whose entry is not above the given one; the first place where there is none.
        int floor(long entry) {
            int at = Arrays.binarySearch(entries, 0, size, entry);
            return at >= 0 ? at : Math.max(0, -at - 2);
        }

        void put(int at, long entry, @Nullable Page child) {
            System.arraycopy(entries, at, entries, at + 1, size - at);
            entries[at] = entry;
            if (children != null && child != null) {
                System.arraycopy(children, at, children, at + 1, size - at);
                children[at] = child;
            }
            size++;
        }

        // @start region=split
        /// Moves the upper half to a new page on the right. The last page of a level, where keys in order arrive, gives
        /// a tenth only (in PostgreSQL the last leaf does; above the leaves it is three tenths).
        Page split() {
            int kept = right == null ? size * 9 / 10 : size / 2;
            var upper = new Page(children == null ? null : Arrays.copyOfRange(children, kept, kept + PAGE));
            System.arraycopy(entries, kept, upper.entries, 0, size - kept);
            upper.size = size - kept;
            upper.high = high;
            upper.right = right;
            size = kept;
            high = children == null ? separator(entries[kept - 1], upper.entries[0]) : upper.entries[0];
            right = upper;
            return upper;
        }

        /// The lowest entry that is above the one and not above the other. Where a new key begins, no row is in it.
        private static long separator(long below, long above) {
            return RowIndex.key(below) < RowIndex.key(above) ? RowIndex.entry(RowIndex.key(above), 0) : above;
        }
        // @end
    }

    private Page root = new Page(null);
    private int levels = 1;
    private long pages;

    // @start region=insert
    @Override
    public void insert(int key, int row) {
        var upper = insert(root, RowIndex.entry(key, row));
        if (upper != null) { // the root was split: one level more
            var lower = root;
            root = new Page(new Page[PAGE]);
            root.put(0, lower.entries[0], lower);
            root.put(1, lower.high, upper);
            levels++;
        }
    }

    /// @return the new page to the right, where this one was split
    private static @Nullable Page insert(Page page, long entry) {
        int at = page.floor(entry);
        if (page.children == null) {
            page.put(page.size > 0 && page.entries[at] < entry ? at + 1 : at, entry, null);
        } else {
            var upper = insert(page.children[at], entry);
            if (upper == null) {
                return null;
            }
            page.put(at + 1, page.children[at].high, upper);
        }
        return page.size == PAGE ? page.split() : null;
    }
    // @end

    /// Leaves a page as empty as it becomes.
    @Override
    public void delete(int key, int row) {
        long entry = RowIndex.entry(key, row);
        var leaf = leaf(entry);
        int at = leaf.floor(entry);
        if (at < leaf.size && leaf.entries[at] == entry) {
            System.arraycopy(leaf.entries, at + 1, leaf.entries, at, --leaf.size - at);
        }
    }

    // @start region=scan
    private Page leaf(long entry) {
        var page = root;
        while (page.children != null) {
            page = page.children[page.floor(entry)];
        }
        return page;
    }

    /// Calls for each row with a key from one to another: down to the first, then to the right.
    void scan(int from, int to, IntConsumer found) {
        long first = RowIndex.entry(from, 0);
        long last = RowIndex.entry(to, Integer.MAX_VALUE);
        pages += levels;
        var leaf = leaf(first);
        while (true) {
            for (int i = leaf.floor(first); i < leaf.size && leaf.entries[i] <= last; i++) {
                if (leaf.entries[i] >= first) {
                    found.accept(RowIndex.row(leaf.entries[i]));
                }
            }
            if (leaf.right == null || leaf.high > last) {
                return;
            }
            leaf = leaf.right;
            pages++;
        }
    }
    // @end

    @Override
    public List<Integer> range(int from, int to) {
        var rows = new ArrayList<Integer>();
        scan(from, to, rows::add);
        return rows;
    }

    @Override
    public long pages() {
        return pages;
    }
}
