package handbook.core.orm;

import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record4;
import org.jooq.SQLDialect;
import org.jooq.SelectLimitStep;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The query builder: each call writes one statement, checked by the compiler as far as it goes.
///
/// The columns are declared here by hand; at work jOOQ generates these classes from the schema.
final class JooqOrders implements Orders {
    static final Table<Record> PURCHASE = table(name("purchase"));
    static final Field<Long> ID = field(name("purchase", "id"), Long.class);
    static final Field<String> CUSTOMER = field(name("purchase", "customer"), String.class);
    static final Field<String> STATUS = field(name("purchase", "status"), String.class);
    private static final Table<Record> LINE = table(name("purchase_line"));
    private static final Field<Long> PURCHASE_ID = field(name("purchase_line", "purchase_id"), Long.class);
    private static final Field<Integer> POSITION = field(name("purchase_line", "position"), Integer.class);
    private static final Field<String> PRODUCT = field(name("purchase_line", "product"), String.class);
    private static final Field<Integer> QUANTITY = field(name("purchase_line", "quantity"), Integer.class);
    private static final Field<Integer> CENTS = field(name("purchase_line", "cents"), Integer.class);

    private final DSLContext jooq;

    JooqOrders(DataSource dataSource) {
        jooq = DSL.using(dataSource, SQLDialect.POSTGRES);
    }

    @Override
    public void add(Order order) {
        jooq.transaction(inner -> {
            var transaction = DSL.using(inner);
            transaction.insertInto(PURCHASE, ID, CUSTOMER, STATUS)
                    .values(order.id(), order.customer(), order.status()).execute();
            if (order.lines().isEmpty()) {
                return;
            }
            var insert = transaction.insertInto(LINE, PURCHASE_ID, POSITION, PRODUCT, QUANTITY, CENTS);
            for (int i = 0; i < order.lines().size(); i++) {
                var line = order.lines().get(i);
                insert = insert.values(order.id(), i, line.product(), line.quantity(), line.cents());
            }
            insert.execute();
        });
    }

    @Override
    public Optional<Order> find(long id) {
        return orders(ID.eq(id)).fetchOptional(mapping(Order::new));
    }

    @Override
    public List<Order> page(long after, int size) {
        return orders(ID.gt(after)).limit(size).fetch(mapping(Order::new));
    }

    // @start region=multiset
    private SelectLimitStep<Record4<Long, String, String, List<Line>>> orders(Condition condition) {
        return jooq.select(ID, CUSTOMER, STATUS,
                multiset(select(PRODUCT, QUANTITY, CENTS).from(LINE).where(PURCHASE_ID.eq(ID)).orderBy(POSITION))
                        .convertFrom(lines -> lines.map(mapping(Line::new))))
                .from(PURCHASE).where(condition).orderBy(ID);
    }
    // @end

    @Override
    public boolean setStatus(long id, String status) {
        return jooq.update(PURCHASE).set(STATUS, status).where(ID.eq(id)).execute() == 1;
    }

    @Override
    public int changeAll(String from, String to) {
        return jooq.update(PURCHASE).set(STATUS, to).where(STATUS.eq(from)).execute();
    }

    @Override
    public boolean remove(long id) {
        return jooq.deleteFrom(PURCHASE).where(ID.eq(id)).execute() == 1;
    }
}
