package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectDistinct;
import static org.jooq.impl.DSL.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.orm.Orders.Line;
import handbook.core.orm.Orders.Order;
import handbook.support.server.Postgres;
import handbook.support.sql.Interleaving;
import handbook.support.sql.Interleaving.Outcome;
import handbook.support.sql.Interleaving.Step;
import handbook.support.sql.Orm;
import handbook.support.sql.Sql;
import handbook.support.sql.Statements;

class SqlTest {
    private static final String EVIL = "' or '1' = '1";
    private Postgres postgres;
    private Statements statements;
    private DSLContext jooq;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        Shop.createTables(postgres.dataSource());
        Shop.fill(postgres.dataSource(), 5);
        statements = new Statements(postgres.dataSource());
        jooq = DSL.using(statements.dataSource(), SQLDialect.POSTGRES);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    @DisplayName("Text glued into JPQL or into jOOQ's plain SQL is injectable: the search for one customer finds all; bound, it finds none")
    void injection() {
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            orm.run(session -> {
                assertThat(Injection.gluedJpql(session, "customer 3")).containsExactly(3L);
                assertThat(Injection.gluedJpql(session, EVIL)).hasSize(5);
                assertThat(Injection.boundJpql(session, "customer 3")).containsExactly(3L);
                assertThat(Injection.boundJpql(session, EVIL)).isEmpty();
            });
        }
        assertThat(Injection.gluedJooq(jooq, EVIL)).hasSize(5);
        assertThat(Injection.boundJooq(jooq, EVIL)).isEmpty();
        assertThat(Injection.boundJooq(jooq, "customer 3")).containsExactly(3L);
    }

    @Test
    @DisplayName("An ORDER BY from the request runs whatever stands there; compared with a list of names it is refused before the database sees it")
    void orderBy() {
        var question = "(SELECT CASE WHEN customer = 'customer 1' THEN -id ELSE id END)"; // answered by the order
        assertThat(Injection.sortedByAnything(jooq, question + " DESC")).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(Injection.sortedByKnown(jooq, "customer")).containsExactly(1L, 2L, 3L, 4L, 5L);
        statements.clear();
        assertThatThrownBy(() -> Injection.sortedByKnown(jooq, question)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("orders can be sorted by [customer, id, status]");
        assertThat(statements.count()).isZero();
    }

    private record Customer(String name, List<Order> orders) {}

    @Test
    @DisplayName("jOOQ's MULTISET fetches customers, their orders and the lines of these in one statement: the same objects as the ORM's")
    void multisets() throws SQLException {
        Shop.execute(postgres.dataSource(), "UPDATE purchase SET customer = 'customer 1' WHERE id = 2");
        var p = table(name("purchase")).as("p");
        var c = table(name("purchase")).as("c");
        var customer = field(name("c", "customer"), String.class);
        var id = field(name("p", "id"), Long.class);
        var lines = multiset(select(field("product", String.class), field("quantity", Integer.class),
                field("cents", Integer.class)).from("purchase_line").where(field("purchase_id").eq(id))
                .orderBy(field("position"))).convertFrom(rows -> rows.map(mapping(Line::new)));
        var orders = multiset(select(id, field(name("p", "customer"), String.class),
                field(name("p", "status"), String.class), lines).from(p)
                .where(field(name("p", "customer"), String.class).eq(customer)).orderBy(id))
                .convertFrom(rows -> rows.map(mapping(Order::new)));
        var fetched = jooq.select(customer, orders).from(selectDistinct(customer).from(c).asTable("c"))
                .orderBy(customer).fetch(mapping(Customer::new));
        assertThat(statements.count()).isEqualTo(1);

        assertThat(fetched).hasSize(4);
        assertThat(fetched.getFirst().orders()).extracting(Order::id).containsExactly(1L, 2L);
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            assertThat(fetched.stream().flatMap(one -> one.orders().stream()).toList())
                    .isEqualTo(new HibernateOrders(orm.sessions()).page(0, 10));
        }
    }

    private static Step sql(String... all) {
        return connection -> Sql.execute(connection, all);
    }

    private Outcome race(Step look, Step write) throws SQLException {
        try (var first = postgres.connect();
                var second = postgres.connect();
                var monitor = postgres.connect();
                var interleaving = new Interleaving(first, second, monitor)) {
            var steps = List.of(look, write, (Step) Connection::commit);
            return interleaving.run(List.of(0, 1, 0, 1, 0, 1), steps, steps);
        }
    }

    @Test
    @DisplayName("Two sessions that look, find nothing and insert: the second one is refused with 23505")
    void selectThenInsert() throws SQLException {
        Step look = connection -> {
            if (Sql.number(connection, "SELECT count(*) FROM purchase WHERE id = 77") > 0) {
                throw new SQLException("the look found it", "found");
            }
        };
        var outcome = race(look, sql("INSERT INTO purchase (id, customer, status) VALUES (77, 'Ada', 'open')"));
        assertThat(outcome.states()).isEqualTo(Arrays.asList(null, "23505"));
    }

    @Test
    @DisplayName("INSERT ... ON CONFLICT in the same order: no error, one row, both counted")
    void upsert() throws SQLException {
        var outcome = raceToVisit("INSERT INTO visits VALUES ('Ada', 1)"
                + " ON CONFLICT (customer) DO UPDATE SET count = visits.count + 1");
        assertThat(outcome.isAborted()).isFalse();
        assertThat(jooq.fetchValue("SELECT count FROM visits")).isEqualTo(2);
    }

    @Test
    @DisplayName("MERGE in the same order is such a look and insert: the second one waits, and is refused with 23505 instead of updating")
    void merge() throws SQLException {
        var outcome = raceToVisit("MERGE INTO visits USING (VALUES ('Ada')) AS v (customer)"
                + " ON visits.customer = v.customer"
                + " WHEN MATCHED THEN UPDATE SET count = visits.count + 1"
                + " WHEN NOT MATCHED THEN INSERT VALUES (v.customer, 1)");
        assertThat(outcome.states()).isEqualTo(Arrays.asList(null, "23505"));
        assertThat(jooq.fetchValue("SELECT count FROM visits")).isEqualTo(1);
    }

    private Outcome raceToVisit(String write) throws SQLException {
        Shop.execute(postgres.dataSource(), "CREATE TABLE visits (customer text PRIMARY KEY, count int NOT NULL)");
        return race(sql("SELECT FROM visits WHERE customer = 'Ada'"), sql(write));
    }
}
