package handbook.core.indexing;

import java.util.List;

/// An index on an `int` column: which rows have which key. It counts the pages that its look-ups touch.
interface RowIndex {
    /// How many entries a page holds.
    int PAGE = 100;

    /// A row gets a key. Keys may have many rows, and rows many keys.
    ///
    /// @param row its number, 0 or more; once for each key
    void insert(int key, int row);

    /// A row loses a key. Does nothing when it had not that key.
    void delete(int key, int row);

    /// The rows that have a key, in ascending order.
    List<Integer> find(int key);

    /// The pages that all look-ups together have touched.
    long pages();

    /// One that has its keys in order.
    interface Ordered extends RowIndex {
        /// The rows with a key from one to another, both included, in the order of keys, then rows.
        List<Integer> range(int from, int to);

        @Override
        default List<Integer> find(int key) {
            return range(key, key);
        }
    }

    /// Key and row in one number, ordered by key, then row: no two entries are equal.
    static long entry(int key, int row) {
        return ((long) key << Integer.SIZE) | row;
    }

    static int key(long entry) {
        return (int) (entry >> Integer.SIZE);
    }

    static int row(long entry) {
        return (int) entry;
    }
}
