package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What the same column takes in two kinds of index, and for few rows only.
final class IndexSizes {
    private static final String LONG_TEXT = "md5(id::text) || md5(id::text || 'a') || md5(id::text || 'b')";

    /// An index.
    ///
    /// @param what its kind and its column
    /// @param bytes its size
    record IndexSize(String what, long bytes) {}

    private IndexSizes() {}

    /// Three pairs and a partial index, on some columns of [Orders].
    static List<IndexSize> measure(Session session) throws SQLException {
        session.run("CREATE TABLE sized WITH (autovacuum_enabled = false) AS"
                + " SELECT customer, created, status, " + LONG_TEXT + " AS name FROM orders");
        var sizes = new ArrayList<IndexSize>();
        sizes.add(size(session, "btree", "(customer)", "ten rows a key"));
        sizes.add(size(session, "hash", "(customer)", "ten rows a key"));
        sizes.add(size(session, "btree", "(name)", "96 characters, unique"));
        sizes.add(size(session, "hash", "(name)", "96 characters, unique"));
        sizes.add(size(session, "btree", "(created)", "in the order of the table"));
        sizes.add(size(session, "brin", "(created)", "in the order of the table"));
        sizes.add(size(session, "btree", "(created) WHERE status = 'pending'", "partial, one row of a thousand"));
        return sizes;
    }

    private static IndexSize size(Session session, String kind, String on, String what) throws SQLException {
        session.run("CREATE INDEX sized_one ON sized USING " + kind + " " + on);
        var bytes = session.number("SELECT pg_relation_size('sized_one')");
        session.run("DROP INDEX sized_one");
        return new IndexSize(kind + ", " + what, bytes);
    }
}
