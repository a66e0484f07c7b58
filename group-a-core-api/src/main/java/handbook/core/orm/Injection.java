package handbook.core.orm;

import java.util.List;
import java.util.Set;

import org.hibernate.Session;
import org.jooq.DSLContext;

/// A customer's orders, searched with text from outside: by each library in a way that is open to injection, and in one
/// that is not.
final class Injection {
    private static final Set<String> SORTABLE = Set.of("id", "customer", "status");

    private Injection() {}

    // @start region=glued
    static List<Long> gluedJpql(Session session, String customer) {
        return session.createQuery("select id from Purchase where customer = '" + customer + "'", Long.class).list();
    }

    static List<Long> boundJpql(Session session, String customer) {
        return session.createQuery("select id from Purchase where customer = :customer", Long.class)
                .setParameter("customer", customer).list();
    }

    static List<Long> gluedJooq(DSLContext jooq, String customer) {
        return jooq.resultQuery("SELECT id FROM purchase WHERE customer = '" + customer + "'").fetchInto(Long.class);
    }

    static List<Long> boundJooq(DSLContext jooq, String customer) {
        return jooq.resultQuery("SELECT id FROM purchase WHERE customer = ?", customer).fetchInto(Long.class);
    }
    // @end

    // @start region=order-by
    static List<Long> sortedByAnything(DSLContext jooq, String column) {
        return jooq.resultQuery("SELECT id FROM purchase ORDER BY " + column).fetchInto(Long.class);
    }

    /// A name cannot be bound: it is compared with the names that are meant.
    static List<Long> sortedByKnown(DSLContext jooq, String column) {
        if (!SORTABLE.contains(column)) {
            throw new IllegalArgumentException("orders can be sorted by " + SORTABLE.stream().sorted().toList());
        }
        return sortedByAnything(jooq, column);
    }
    // @end
}
