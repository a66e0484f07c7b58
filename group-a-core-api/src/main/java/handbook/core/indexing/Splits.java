package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// How a primary key's index grows when its keys come in order, and when they come at random.
final class Splits {
    private static final int STEPS = 5;

    /// An index after some of the rows.
    ///
    /// @param rows so many
    /// @param leaves its leaf pages; each but the first one comes from a split
    /// @param full what part of them is used, 0 to 1
    record Growth(int rows, long leaves, double full) {}

    private Splits() {}

    /// Inserts rows in five steps.
    ///
    /// @param key the expression that makes a new key: `uuidv7()` or `gen_random_uuid()`
    static List<Growth> grow(Session session, String key, int rows) throws SQLException {
        session.run("CREATE TABLE grown (id uuid PRIMARY KEY) WITH (autovacuum_enabled = false)");
        var growth = new ArrayList<Growth>();
        for (int step = 1; step <= STEPS; step++) {
            session.run("INSERT INTO grown SELECT " + key + " FROM generate_series(1, " + rows / STEPS + ")");
            var row = session.rows("SELECT leaf_pages, avg_leaf_density / 100 FROM pgstatindex('grown_pkey')")
                    .getFirst();
            growth.add(new Growth(step * (rows / STEPS), Long.parseLong(row.get(0)), Double.parseDouble(row.get(1))));
        }
        session.run("DROP TABLE grown");
        return growth;
    }
}
