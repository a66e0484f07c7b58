package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import handbook.support.sql.Plan;

/// Queries, each with the index that is made for it.
final class Gallery {
    /// A query of the gallery.
    ///
    /// @param what it asks, in short
    /// @param query it, complete
    /// @param kind of index
    /// @param on what the index is, as `CREATE INDEX` takes it
    record Exhibit(String what, String query, String kind, String on) {
        private String createIndex() {
            return "CREATE INDEX shown ON orders USING " + kind + " " + on;
        }
    }

    /// A query's plans.
    ///
    /// @param exhibit the query
    /// @param before without the index
    /// @param after with it
    record Pair(Exhibit exhibit, Plan before, Plan after) {}

    private Gallery() {}

    // @start region=exhibits
    static List<Exhibit> exhibits(int rows) {
        var email = "md5('" + rows / 2 + "') || '@example.org'";
        return List.of(where("customer = 42", "btree", "(customer)"),
                where("total BETWEEN 500 AND 509", "btree", "(total)"),
                new Exhibit("the 10 largest", "SELECT * FROM orders ORDER BY total DESC LIMIT 10", "btree", "(total)"),
                new Exhibit("the last 3 of one customer",
                        "SELECT * FROM orders WHERE customer = 42 ORDER BY created DESC LIMIT 3", "btree",
                        "(customer, created)"),
                where("total = 500", "btree", "(region, total)"),
                new Exhibit("totals of 20 customers",
                        "SELECT customer, total FROM orders WHERE customer BETWEEN 40 AND 59", "btree",
                        "(customer) INCLUDE (total)"),
                new Exhibit("the 10 oldest that are pending",
                        "SELECT * FROM orders WHERE status = 'pending' ORDER BY created LIMIT 10", "btree",
                        "(created) WHERE status = 'pending'"),
                where("active", "btree", "(active)"), where("NOT active", "btree", "(active)"),
                new Exhibit("one e-mail address", "SELECT * FROM orders WHERE email = " + email, "hash", "(email)"),
                where("tags @> '{t7}'", "gin", "(tags)"),
                where("doc @> '{\"k\": 77}'", "gin", "(doc jsonb_path_ops)"),
                new Exhibit("search @@ 'lighthouse'",
                        "SELECT * FROM orders WHERE search @@ websearch_to_tsquery('english', 'lighthouse')", "gin",
                        "(search)"),
                where("email LIKE '%abcd%'", "gin", "(email gin_trgm_ops)"),
                new Exhibit("one hour", "SELECT * FROM orders WHERE created BETWEEN " + Orders.created(rows / 2)
                        + " AND " + Orders.created(rows / 2 + 60), "brin", "(created)"));
    }
    // @end

    private static Exhibit where(String condition, String kind, String on) {
        return new Exhibit(condition, "SELECT * FROM orders WHERE " + condition, kind, on);
    }

    /// The exhibits that this server can show: the one with trigrams needs an extension.
    static List<Pair> show(Session session, int rows) throws SQLException {
        var trigrams = session.load("pg_trgm");
        var pairs = new ArrayList<Pair>();
        for (var exhibit : exhibits(rows)) {
            if (trigrams || !exhibit.on().contains("trgm")) {
                pairs.add(show(session, exhibit));
            }
        }
        return pairs;
    }

    private static Pair show(Session session, Exhibit exhibit) throws SQLException {
        var before = session.plan(exhibit.query());
        session.run(exhibit.createIndex());
        var after = session.plan(exhibit.query());
        session.run("DROP INDEX shown");
        return new Pair(exhibit, before, after);
    }
}
