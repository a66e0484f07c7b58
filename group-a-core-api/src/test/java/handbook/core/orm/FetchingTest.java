package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.hibernate.HibernateException;
import org.hibernate.LazyInitializationException;
import org.hibernate.cfg.QuerySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.orm.NPlusOneExample.Fetched;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;

class FetchingTest {
    private static final int ORDERS = 37;
    private static final String JOINED = "from Purchase p left join fetch p.lines l ";
    private Postgres postgres;

    @BeforeEach
    void open() {
        postgres = Postgres.open();
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    private static Fetched way(List<Fetched> all, String name) {
        return all.stream().filter(fetched -> fetched.way().equals(name)).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("37 orders and their lazy lines: 38 statements; in batches of 20: 3; by join fetch or entity graph: 1; as a projection: 1, with a row for each order")
    void nPlusOne() throws SQLException {
        var all = NPlusOneExample.run(postgres, ORDERS);
        assertThat(way(all, "lazy lines").statements()).isEqualTo(1 + ORDERS);
        assertThat(way(all, "lazy, 20 at once").statements()).isEqualTo(3);
        assertThat(way(all, "join fetch").statements()).isEqualTo(1);
        assertThat(way(all, "join fetch").rows()).isEqualTo(ORDERS * Shop.LINES);
        assertThat(way(all, "entity graph").statements()).isEqualTo(1);
        assertThat(way(all, "entity graph").rows()).isEqualTo(ORDERS * Shop.LINES);
        assertThat(way(all, "projection").statements()).isEqualTo(1);
        assertThat(way(all, "projection").rows()).isEqualTo(ORDERS);
        assertThat(way(all, "projection").values()).isEqualTo(ORDERS * 3);
        assertThat(all).extracting(Fetched::cents).containsOnly(all.getFirst().cents());
    }

    @Test
    @DisplayName("EAGER does not help a query: the same 38 statements")
    void eager() throws SQLException {
        var all = NPlusOneExample.run(postgres, ORDERS);
        assertThat(way(all, "eager lines").statements()).isEqualTo(1 + ORDERS);
        assertThat(way(all, "eager lines").values()).isEqualTo(way(all, "lazy lines").values());
    }

    private void fill() throws SQLException {
        Shop.createTables(postgres.dataSource());
        Shop.fill(postgres.dataSource(), ORDERS);
    }

    private List<String> page(Orm orm, String query) {
        return orm.run(session -> assertThat(session.createQuery(query, Purchase.class).setMaxResults(5).list())
                .hasSize(5).allMatch(purchase -> purchase.lines.size() == Shop.LINES));
    }

    @Test
    @DisplayName("A join fetch with setMaxResults is limited by the database: Hibernate 7.4 puts the limit into a derived table of the orders")
    void limitInTheDatabase() throws SQLException {
        fill();
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            assertThat(page(orm, JOINED + "order by p.id")).singleElement().asString()
                    .contains("from (select", "fetch first");
            assertThat(orm.statements().rows()).isEqualTo(5 * Shop.LINES);
        }
    }

    @Test
    @DisplayName("Ordered by a column of the fetched lines it is not: the statement has no limit, all rows come, and the page is cut in memory")
    void limitInMemory() throws SQLException {
        fill();
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            assertThat(page(orm, JOINED + "order by l.cents, p.id")).singleElement().asString()
                    .doesNotContain("fetch first").doesNotContain("limit");
            assertThat(orm.statements().rows()).isEqualTo(ORDERS * Shop.LINES);
        }
    }

    @Test
    @DisplayName("With hibernate.query.fail_on_pagination_over_collection_fetch that query is refused before it is sent")
    void limitInMemoryRefused() throws SQLException {
        fill();
        var settings = Map.of(QuerySettings.FAIL_ON_PAGINATION_OVER_COLLECTION_FETCH, true);
        try (var orm = Orm.onTables(postgres, settings, Purchase.class)) {
            assertThatThrownBy(() -> page(orm, JOINED + "order by l.cents, p.id"))
                    .isInstanceOf(HibernateException.class).hasMessageContaining("paginat");
            assertThat(orm.statements().count()).isZero();
        }
    }

    @Test
    @DisplayName("In a session an id is one object, read once; once it is closed the lines can no longer be fetched: LazyInitializationException")
    void identityMapAndLaziness() throws SQLException {
        fill();
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            var found = new Purchase[1];
            var sent = orm.run(session -> {
                found[0] = session.find(Purchase.class, 1L);
                assertThat(session.find(Purchase.class, 1L)).isSameAs(found[0]);
            });
            assertThat(sent).hasSize(1);
            assertThatThrownBy(() -> found[0].lines.size()).isInstanceOf(LazyInitializationException.class);
        }
    }
}
