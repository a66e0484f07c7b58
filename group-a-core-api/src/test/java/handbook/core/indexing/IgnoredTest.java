package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.indexing.Ignored.Way;

class IgnoredTest extends OnPostgres {
    private static Map<String, Way> ways;

    @BeforeAll
    static void show() throws SQLException {
        Orders.create(session, ROWS);
        ways = Ignored.show(session).stream().collect(Collectors.toMap(Way::broken, way -> way));
        assertThat(ways).hasSize(9);
    }

    @AfterEach
    void reset() throws SQLException {
        session.dropIndexes("orders");
        session.run("DEALLOCATE ALL", "RESET plan_cache_mode");
    }

    private static Way way(String beginning) {
        return ways.values().stream().filter(way -> way.broken().startsWith(beginning)).findFirst().orElseThrow();
    }

    @Test
    @DisplayName("A function or a cast of the column keeps its index out, until the index is on that expression or the query on the column")
    void expressions() {
        assertReadsAll(way("a function").ignored());
        assertUses(way("a function").used(), "by_lower_email");
        assertReadsAll(way("created::date").ignored());
        assertUses(way("created::date").used(), "by_created");
    }

    @Test
    @DisplayName("A BigDecimal bound to an int column casts the column, and its index is ignored; a long is compared as it is")
    void boundType() {
        assertReadsAll(way("BigDecimal").ignored());
        assertThat(detail(way("BigDecimal").ignored(), "Filter")).isEqualTo("((total)::numeric = '500'::numeric)");
        assertUses(way("BigDecimal").used(), "by_total");
        assertThat(detail(way("BigDecimal").used(), "Index Cond")).isEqualTo("(total = '500'::bigint)");
    }

    @Test
    @DisplayName("Where rows are wide, a condition on the second column reads the whole index instead of the table")
    void secondColumn() throws SQLException {
        var way = way("the second column");
        assertUses(way.ignored(), "by_total_customer");
        assertThat(way.ignored().pages()).isGreaterThan(5 * way.used().pages());
        assertUses(way.used(), "by_customer_total");
        session.run("CREATE INDEX again ON orders (total, customer)");
        var plan = session.plan("SELECT * FROM orders WHERE customer = 42");
        var pages = session.number("SELECT pg_relation_size('again') / current_setting('block_size')::int");
        assertUses(plan, "again");
        assertThat(plan.pages() - plan.root().rows()).as("without those of the table, one for each row")
                .isGreaterThanOrEqualTo(pages - 1); // the index's first page only says where the root is
    }

    @Test
    @DisplayName("OR uses indexes when each side has one")
    void or() {
        assertReadsAll(way("OR").ignored());
        assertThat(way("OR").used().types()).startsWith("Bitmap Heap Scan", "BitmapOr");
        assertThat(way("OR").used().indexes()).containsExactlyInAnyOrder("by_customer", "by_total");
    }

    @Test
    void operatorAndCollation() {
        assertReadsAll(way("? = ANY").ignored());
        assertUses(way("? = ANY").used(), "by_tag");
        assertReadsAll(way("LIKE").ignored());
        assertUses(way("LIKE").used(), "by_email_pattern");
    }

    @Test
    @DisplayName("A partial index whose condition depends on a parameter is not used by a generic plan, which reads the whole table and sorts; the value in the text of the query brings it back")
    void partialIndex() {
        assertReadsAll(way("a partial").ignored());
        assertThat(way("a partial").ignored().types()).contains("Sort");
        assertThat(way("a partial").used().types()).containsExactly("Limit", "Index Scan");
        assertThat(way("a partial").used().indexes()).containsExactly("pending");
    }

    @Test
    @DisplayName("The same prepared statement uses the partial index as long as it is planned for each value")
    void customPlan() throws SQLException {
        session.run("CREATE INDEX pending ON orders (created) WHERE status = 'pending'",
                "PREPARE oldest(text) AS SELECT * FROM orders WHERE status = $1 ORDER BY created LIMIT 10",
                "SET plan_cache_mode = force_custom_plan");
        assertThat(session.plan("EXECUTE oldest('pending')").indexes()).containsExactly("pending");
        session.run("SET plan_cache_mode = force_generic_plan");
        assertReadsAll(session.plan("EXECUTE oldest('pending')"));
    }

    @Test
    @DisplayName("With the constant in the text and the other values as parameters a generic plan uses the partial index")
    void genericPlanWithConstant() throws SQLException {
        session.run("CREATE INDEX pending ON orders (created) WHERE status = 'pending'",
                "PREPARE oldest(int) AS"
                        + " SELECT * FROM orders WHERE status = 'pending' AND customer <> $1 ORDER BY created LIMIT 10",
                "SET plan_cache_mode = force_generic_plan");
        var plan = session.plan("EXECUTE oldest(42)");
        assertThat(detail(plan, "Filter")).isEqualTo("(customer <> $1)");
        assertThat(plan.indexes()).containsExactly("pending");
    }

    @Test
    @DisplayName("A covering index reads the table for pages that are not all-visible, also after VACUUM when few pages have dead rows; after VACUUM with INDEX_CLEANUP ON it does not")
    void visibility() throws SQLException {
        session.run("CREATE TABLE stock (item int NOT NULL, count int NOT NULL, pad text NOT NULL)"
                + " WITH (autovacuum_enabled = false)",
                "INSERT INTO stock SELECT i, i, repeat('x', 500) FROM generate_series(1, 5000) AS i",
                "CREATE INDEX covering ON stock (item) INCLUDE (count)");
        session.vacuum("stock", "ANALYZE");
        assertThat(heapFetches()).isZero();
        session.run("UPDATE stock SET count = count + 1 WHERE item = 2500");
        assertThat(heapFetches()).isPositive();
        session.run("VACUUM stock", "VACUUM stock");
        assertThat(heapFetches()).isPositive();
        session.vacuum("stock", "INDEX_CLEANUP ON");
        assertThat(heapFetches()).isZero();
    }

    private static long heapFetches() throws SQLException {
        var plan = session.plan("SELECT item, count FROM stock WHERE item > 0");
        assertThat(plan.types()).containsExactly("Index Only Scan");
        return Long.parseLong(detail(plan, "Heap Fetches"));
    }
}
