package handbook.core.orm;

import java.util.List;
import java.util.Optional;

import org.hibernate.SessionFactory;

/// The unit of work: objects are found, changed and removed; what SQL follows from it is Hibernate's affair.
final class HibernateOrders implements Orders {
    private final SessionFactory sessions;

    HibernateOrders(SessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public void add(Order order) {
        sessions.inTransaction(session -> session.persist(Purchase.of(order)));
    }

    @Override
    public Optional<Order> find(long id) {
        return sessions.fromTransaction(
                session -> Optional.ofNullable(session.find(Purchase.class, id)).map(Purchase::toOrder));
    }

    // @start region=hibernate-page
    @Override
    public List<Order> page(long after, int size) {
        return sessions.fromTransaction(session -> session
                .createQuery("from Purchase p left join fetch p.lines where p.id > :after order by p.id",
                        Purchase.class)
                .setParameter("after", after).setMaxResults(size).list().stream().map(Purchase::toOrder).toList());
    }
    // @end

    @Override
    public boolean setStatus(long id, String status) {
        return sessions.fromTransaction(session -> {
            var purchase = session.find(Purchase.class, id);
            if (purchase != null) {
                purchase.status = status; // seen at the end of the transaction: the UPDATE is Hibernate's
            }
            return purchase != null;
        });
    }

    @Override
    public int changeAll(String from, String to) {
        return sessions.fromTransaction(
                session -> session.createMutationQuery("update Purchase set status = :to where status = :from")
                        .setParameter("to", to).setParameter("from", from).executeUpdate());
    }

    @Override
    public boolean remove(long id) {
        return sessions.fromTransaction(session -> {
            var purchase = session.find(Purchase.class, id);
            if (purchase != null) {
                session.remove(purchase);
            }
            return purchase != null;
        });
    }
}
