package handbook.core.indexing;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import handbook.support.sql.Plan;

/// Nine ways to have an index and not to use it, each with its repair, on the table of [Orders].
final class Ignored {
    /// What an index is ignored for.
    ///
    /// @param broken what keeps the index out
    /// @param ignored the plan then
    /// @param repair what was changed
    /// @param used the plan after that
    record Way(String broken, Plan ignored, String repair, Plan used) {}

    private interface Show {
        Way in(Session session) throws SQLException;
    }

    private static final List<Show> SHOWS = List.of(Ignored::function, Ignored::castOfTheColumn,
            Ignored::boundAsDecimal, Ignored::operator, Ignored::collation, Ignored::secondColumn, Ignored::or,
            Ignored::genericPlan, Ignored::staleVisibility);

    private Ignored() {}

    static List<Way> show(Session session) throws SQLException {
        var ways = new ArrayList<Way>();
        for (var show : SHOWS) {
            ways.add(show.in(session));
            session.dropIndexes("orders");
        }
        return ways;
    }

    // @start region=query
    private static Way function(Session session) throws SQLException {
        var query = "SELECT * FROM orders WHERE lower(email) = ?";
        session.run("CREATE INDEX by_email ON orders (email)");
        var ignored = session.plan(query, "a@example.org");
        session.run("CREATE INDEX by_lower_email ON orders (lower(email))", "ANALYZE orders");
        return new Way("a function of the column", ignored, "an index on that expression",
                session.plan(query, "a@example.org"));
    }

    private static Way castOfTheColumn(Session session) throws SQLException {
        session.run("CREATE INDEX by_created ON orders (created)");
        return new Way("created::date = a day",
                session.plan("SELECT * FROM orders WHERE created::date = date '2026-01-05'"),
                "from midnight to midnight", session.plan("SELECT * FROM orders"
                        + " WHERE created >= date '2026-01-05' AND created < date '2026-01-06'"));
    }

    private static Way boundAsDecimal(Session session) throws SQLException {
        var query = "SELECT * FROM orders WHERE total = ?";
        session.run("CREATE INDEX by_total ON orders (total)");
        return new Way("BigDecimal for an int", session.plan(query, new BigDecimal(500)), "long for an int",
                session.plan(query, 500L));
    }

    private static Way operator(Session session) throws SQLException {
        session.run("CREATE INDEX by_tag ON orders USING gin (tags)");
        return new Way("? = ANY (tags)", session.plan("SELECT * FROM orders WHERE ? = ANY (tags)", "t7"),
                "tags @> ARRAY[?::text]", session.plan("SELECT * FROM orders WHERE tags @> ARRAY[?::text]", "t7"));
    }
    // @end

    private static Way collation(Session session) throws SQLException {
        var query = "SELECT * FROM orders WHERE email COLLATE \"und-x-icu\" LIKE 'abcd%'";
        session.run("CREATE INDEX by_email ON orders (email COLLATE \"und-x-icu\")");
        var ignored = session.plan(query);
        session.run("CREATE INDEX by_email_pattern ON orders (email COLLATE \"und-x-icu\" text_pattern_ops)");
        return new Way("LIKE 'abcd%' in a language's order", ignored, "an index with text_pattern_ops",
                session.plan(query));
    }

    private static Way secondColumn(Session session) throws SQLException {
        var query = "SELECT * FROM orders WHERE customer = 42";
        session.run("CREATE INDEX by_total_customer ON orders (total, customer)");
        var ignored = session.plan(query);
        session.run("CREATE INDEX by_customer_total ON orders (customer, total)");
        return new Way("the second column, so all of the index", ignored, "an index that begins with it",
                session.plan(query));
    }

    private static Way or(Session session) throws SQLException {
        var query = "SELECT * FROM orders WHERE customer = 42 OR total = 500";
        session.run("CREATE INDEX by_customer ON orders (customer)");
        var ignored = session.plan(query);
        session.run("CREATE INDEX by_total ON orders (total)");
        return new Way("OR, one side without an index", ignored, "an index on either side", session.plan(query));
    }

    // @start region=generic
    /// A prepared statement may be planned once for all values, and then no value is known.
    private static Way genericPlan(Session session) throws SQLException {
        session.run("CREATE INDEX pending ON orders (created) WHERE status = 'pending'",
                "SET plan_cache_mode = force_generic_plan",
                "PREPARE oldest(text) AS SELECT * FROM orders WHERE status = $1 ORDER BY created LIMIT 10");
        var ignored = session.plan("EXECUTE oldest('pending')");
        session.run("DEALLOCATE oldest", "SET plan_cache_mode = auto");
        return new Way("a partial index, a generic plan", ignored, "the status in the text of the query",
                session.plan("SELECT * FROM orders WHERE status = 'pending' ORDER BY created LIMIT 10"));
    }
    // @end

    // @start region=visibility
    /// The index has all columns, and the table is read all the same: whether a row may be seen stands there, unless
    /// its page is marked as all-visible.
    private static Way staleVisibility(Session session) throws SQLException {
        var query = "SELECT customer, total FROM orders WHERE customer >= 0";
        session.run("CREATE INDEX covering ON orders (customer) INCLUDE (total)",
                "UPDATE orders SET total = total + 1 WHERE id % 10000 = 5", "VACUUM orders");
        var ignored = session.plan(query);
        session.vacuum("orders", "INDEX_CLEANUP ON");
        return new Way("a covering index after VACUUM", ignored, "VACUUM (INDEX_CLEANUP ON)", session.plan(query));
    }
    // @end
}
