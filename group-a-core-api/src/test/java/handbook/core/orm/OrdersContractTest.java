package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import handbook.core.orm.Orders.Line;
import handbook.core.orm.Orders.Order;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import handbook.support.sql.Sql;

/// What all four implementations promise.
@TestInstance(Lifecycle.PER_CLASS)
class OrdersContractTest {
    private static final Line PEN = new Line("pen", 2, 150);
    private static final Line INK = new Line("ink", 1, 900);

    private final Postgres postgres = Postgres.open();
    private final Orm orm = Orm.onTables(postgres, Purchase.class);

    @BeforeAll
    void createTables() throws SQLException {
        Shop.createTables(postgres.dataSource());
    }

    @BeforeEach
    void empty() throws SQLException {
        Shop.execute(postgres.dataSource(), "TRUNCATE purchase, purchase_line");
    }

    @AfterAll
    void close() {
        orm.close();
        postgres.close();
    }

    List<Arguments> implementations() {
        return List.of(Arguments.argumentSet("Hibernate", new HibernateOrders(orm.sessions())),
                Arguments.argumentSet("jOOQ", new JooqOrders(postgres.dataSource())),
                Arguments.argumentSet("JDBC", new JdbcOrders(postgres.dataSource())),
                Arguments.argumentSet("whiteboard", new TinyOrders(postgres.dataSource())));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    @DisplayName("What Hibernate, jOOQ, JDBC and the whiteboard's ORM store, each finds again: the lines in their order, quotes and umlauts as they were")
    void storedAndFound(Orders orders) throws SQLException {
        var order = new Order(7, "O'Brien \"Zoë\"; -- ü", "open", List.of(INK, PEN, INK));
        var empty = new Order(8, "nobody", "open", List.of());
        orders.add(order);
        orders.add(empty);
        assertThat(orders.find(7)).contains(order);
        assertThat(orders.find(8)).contains(empty);
        assertThat(orders.find(9)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("implementations")
    @DisplayName("Walking by pages meets each order once, in the order of the ids, with its lines")
    void pages(Orders orders) throws SQLException {
        var all = new ArrayList<Order>();
        for (long id : new long[]{30, 10, 20, 50, 40}) {
            all.add(new Order(id, "customer", "open", id == 20 ? List.of() : List.of(PEN, INK)));
            orders.add(all.getLast());
        }
        all.sort((a, b) -> Long.compare(a.id(), b.id()));
        var first = orders.page(0, 2);
        var second = orders.page(first.getLast().id(), 2);
        var third = orders.page(second.getLast().id(), 2);
        assertThat(List.of(first.size(), second.size(), third.size())).containsExactly(2, 2, 1);
        var walked = new ArrayList<>(first);
        walked.addAll(second);
        walked.addAll(third);
        assertThat(walked).isEqualTo(all);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    @DisplayName("Changing, changing all and removing touch the orders that are meant, and say how many there were")
    void changes(Orders orders) throws SQLException {
        for (long id = 1; id <= 3; id++) {
            orders.add(new Order(id, "customer " + id, "open", List.of(PEN)));
        }
        assertThat(orders.setStatus(2, "paid")).isTrue();
        assertThat(orders.setStatus(9, "paid")).isFalse();
        assertThat(orders.changeAll("open", "sent")).isEqualTo(2);
        assertThat(orders.remove(3)).isTrue();
        assertThat(orders.remove(3)).isFalse();
        assertThat(orders.page(0, 10)).containsExactly(new Order(1, "customer 1", "sent", List.of(PEN)),
                new Order(2, "customer 2", "paid", List.of(PEN)));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    @DisplayName("An id that is taken is refused with 23505, text with a NUL with 22021 and its parameter's number, and nothing of the order stays")
    void refused(Orders orders) throws SQLException {
        var order = new Order(1, "Ada", "open", List.of(PEN));
        orders.add(order);
        assertRefused(() -> orders.add(new Order(1, "Eve", "open", List.of(INK, INK))), "23505");
        assertRefused(() -> orders.add(new Order(2, "Eve", "open", List.of(INK, new Line("p\0n", 1, 1)))), "22021")
                .hasStackTraceContaining("parameter $");
        assertThat(orders.page(0, 10)).containsExactly(order);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call, String state) {
        return assertThatThrownBy(call).satisfies(e -> assertThat(Sql.state(e)).isEqualTo(state));
    }
}
