package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A real B-tree on an `int` column without duplicates (several rows of a key would share an entry), read page by
/// page with [pageinspect](https://www.postgresql.org/docs/18/pageinspect.html).
final class BTreePages {
    /// All pages of one level.
    ///
    /// @param level 0 for the leaves
    /// @param pages how many
    /// @param entries on a page, on average
    record Level(int level, long pages, double entries) {}

    /// A step from the root to a row.
    ///
    /// @param level of the page
    /// @param page its number in the index's file
    /// @param place of the entry that was followed, from 1
    /// @param entries on the page
    /// @param to the page below, or in a leaf the page of the table
    record Step(int level, int page, int place, int entries, int to) {}

    private record Item(int to, int key) {}

    private BTreePages() {}

    /// The levels of an index, the root's first.
    static List<Level> levels(Session session, String index) throws SQLException {
        var query = """
                SELECT btpo_level, count(*), avg(live_items - (btpo_next <> 0)::int)
                FROM bt_multi_page_stats('%s', 1, -1)
                GROUP BY btpo_level ORDER BY btpo_level DESC""";
        return session.rows(query.formatted(index)).stream()
                .map(row -> new Level(Integer.parseInt(row.get(0)), Long.parseLong(row.get(1)),
                        Double.parseDouble(row.get(2))))
                .toList();
    }

    // @start region=path
    /// The way that a look-up goes: on each page to the last entry that is not above the key.
    ///
    /// @param key one that is there
    static List<Step> path(Session session, String index, int key) throws SQLException {
        var path = new ArrayList<Step>();
        int page = (int) session.number("SELECT root FROM bt_metap('" + index + "')");
        for (int level = (int) session.number("SELECT level FROM bt_metap('" + index + "')"); level >= 0; level--) {
            var items = items(session, index, page);
            int place = 0;
            while (place < items.size() && items.get(place).key() <= key) {
                place++;
            }
            if (level == 0 && (place == 0 || items.get(place - 1).key() != key)) {
                throw new IllegalArgumentException("no entry of " + index + " has the key " + key);
            }
            var to = items.get(place - 1).to();
            path.add(new Step(level, page, place, items.size(), to));
            page = to;
        }
        return path;
    }

    /// The entries of a page, without its high key, which is its first item unless it is the last page of its level.
    private static List<Item> items(Session session, String index, int page) throws SQLException {
        var query = """
                SELECT (i.ctid::text::point)[0]::int, i.data
                FROM bt_page_stats('%s', %s) AS p, bt_page_items('%1$s', %2$s) AS i
                WHERE p.btpo_next = 0 OR i.itemoffset > 1
                ORDER BY i.itemoffset""";
        return session.rows(query.formatted(index, page)).stream()
                .map(row -> new Item(Integer.parseInt(row.get(0)), key(row.get(1)))).toList();
    }

    /// The bytes of an `int`, as hexadecimal numbers, the lowest first (the server's order, here a little-endian one);
    /// none for the first entry above the leaves, which stands for all keys below the second.
    private static int key(String data) {
        if (data.isEmpty()) {
            return Integer.MIN_VALUE;
        }
        return Integer.reverseBytes(HexFormat.fromHexDigits(data.replace(" ", "").substring(0, 8)));
    }
    // @end
}
