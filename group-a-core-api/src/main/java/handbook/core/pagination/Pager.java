package handbook.core.pagination;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import org.hibernate.SessionFactory;
import org.hibernate.query.KeyedPage;
import org.hibernate.query.Order;
import org.hibernate.query.Page;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

import handbook.core.pagination.Items.Item;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/// A list, newest first, page by page: by hand and by two libraries.
interface Pager {
    /// The rows behind one.
    ///
    /// @param last the row before, null for the first page
    List<Item> page(@Nullable Item last, int size) throws SQLException;

    /// SQL by hand: the row comparison.
    static Pager byHand(Connection connection) {
        return (last, size) -> {
            var parameters = new ArrayList<Object>();
            var where = "";
            if (last != null) {
                var condition = Items.ORDER.after(last.key());
                parameters.addAll(condition.parameters());
                where = " WHERE " + condition.sql();
            }
            parameters.add(size);
            return Items.query(connection,
                    "SELECT id, created, title FROM item" + where + " " + Items.ORDER.orderBy() + " LIMIT ?",
                    parameters);
        };
    }

    // @start region=jooq
    static Pager byJooq(DSLContext jooq) {
        Field<OffsetDateTime> created = DSL.field("created", OffsetDateTime.class);
        Field<Long> id = DSL.field("id", Long.class);
        return (last, size) -> {
            var list = jooq.select(id, created, DSL.field("title", String.class)).from("item")
                    .orderBy(created.desc(), id.desc());
            var page = last == null ? list.limit(size) : list.seek(last.created(), last.id()).limit(size);
            return page.fetch(row -> new Item(row.value1(), row.value2(), row.value3()));
        };
    }
    // @end

    /// A row as Hibernate maps it.
    @Entity(name = "item")
    class ItemRow {
        @Id
        long id;
        OffsetDateTime created = OffsetDateTime.MIN;
        String title = "";

        Item toItem() {
            return new Item(id, created, title);
        }
    }

    // @start region=hibernate
    static Pager byHibernate(SessionFactory sessions) {
        List<Order<? super ItemRow>> order = List.of(Order.desc(ItemRow.class, "created"),
                Order.desc(ItemRow.class, "id"));
        return (last, size) -> {
            KeyedPage<ItemRow> page = Page.first(size).keyedBy(order);
            var asked = last == null
                    ? page
                    : page.withKey(List.of(last.created(), last.id()),
                            KeyedPage.KeyInterpretation.KEY_OF_LAST_ON_PREVIOUS_PAGE);
            return sessions.fromTransaction(session -> session.createSelectionQuery("from item", ItemRow.class)
                    .getKeyedResultList(asked).getResultList().stream().map(ItemRow::toItem).toList());
        };
    }
    // @end

    // @start region=hibernate-repaired
    static Pager byHibernateRepaired(SessionFactory sessions) {
        return (last, size) -> sessions.fromTransaction(session -> {
            var query = last == null
                    ? session.createSelectionQuery("from item order by created desc, id desc", ItemRow.class)
                    : session.createSelectionQuery(
                            "from item where (created, id) < (:created, :id) order by created desc, id desc",
                            ItemRow.class).setParameter("created", last.created()).setParameter("id", last.id());
            return query.setMaxResults(size).list().stream().map(ItemRow::toItem).toList();
        });
    }
    // @end
}
