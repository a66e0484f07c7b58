package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.indexing.Gallery.Pair;
import handbook.core.indexing.IndexSizes.IndexSize;

class PlanGalleryTest extends OnPostgres {
    private static final String BITMAP = "Bitmap Heap Scan, Bitmap Index Scan";
    private static Map<String, Pair> pairs;
    private static Map<String, Long> sizes;

    @BeforeAll
    static void show() throws SQLException {
        Orders.create(session, ROWS);
        pairs = Gallery.show(session, ROWS).stream()
                .collect(Collectors.toMap(pair -> pair.exhibit().what(), pair -> pair));
        sizes = IndexSizes.measure(session).stream().collect(Collectors.toMap(IndexSize::what, IndexSize::bytes));
    }

    private static Pair pair(String what) {
        return Objects.requireNonNull(pairs.get(what), what);
    }

    private static long size(String what) {
        return Objects.requireNonNull(sizes.get(what), what);
    }

    private static void assertPlans(String what, String before, String after) {
        var pair = pair(what);
        assertThat(String.join(", ", pair.before().types())).as(what).isEqualTo(before);
        assertThat(pair.before().indexes()).as(what).isEmpty();
        assertThat(String.join(", ", pair.after().types())).as(what).isEqualTo(after);
        assertThat(pair.after().indexes()).as(what).isEqualTo(after.equals("Seq Scan") ? List.of() : List.of("shown"));
        assertThat(pair.after().pages()).as(what).isLessThanOrEqualTo(pair.before().pages());
    }

    @Test
    @DisplayName("Each of fifteen queries reads the whole table without its index; with it fourteen go by the index, and a condition that most rows meet does not")
    void plans() throws SQLException {
        assumeTrue(session.load("pg_trgm"), "the server has no pg_trgm");
        assertPlans("customer = 42", "Seq Scan", BITMAP);
        assertPlans("total BETWEEN 500 AND 509", "Seq Scan", BITMAP);
        assertPlans("the 10 largest", "Limit, Sort, Seq Scan", "Limit, Index Scan");
        assertPlans("the last 3 of one customer", "Limit, Sort, Seq Scan", "Limit, Index Scan");
        assertPlans("total = 500", "Seq Scan", "Index Scan");
        assertPlans("totals of 20 customers", "Seq Scan", "Index Only Scan");
        assertPlans("the 10 oldest that are pending", "Limit, Sort, Seq Scan", "Limit, Index Scan");
        assertPlans("active", "Seq Scan", "Index Scan");
        assertPlans("NOT active", "Seq Scan", "Seq Scan");
        assertPlans("one e-mail address", "Seq Scan", "Index Scan");
        assertPlans("tags @> '{t7}'", "Seq Scan", BITMAP);
        assertPlans("doc @> '{\"k\": 77}'", "Seq Scan", BITMAP);
        assertPlans("search @@ 'lighthouse'", "Seq Scan", BITMAP);
        assertPlans("email LIKE '%abcd%'", "Seq Scan", BITMAP);
        assertPlans("one hour", "Seq Scan", BITMAP);
        assertThat(pairs).hasSize(15);
    }

    @Test
    @DisplayName("On a boolean that is true for one row of a hundred the index serves true and not false")
    void selectivity() {
        assertThat(pair("active").after().rowsRemoved()).isZero();
        assertReadsAll(pair("NOT active").after());
        assertThat(pair("NOT active").after().root().rows()).isEqualTo(ROWS / 100 * 99);
    }

    @Test
    @DisplayName("With ten rows a key a hash index is larger than the B-tree; with unique values of 96 characters it is smaller")
    void hashSize() {
        assertThat(size("hash, ten rows a key")).isGreaterThan(2 * size("btree, ten rows a key"));
        assertThat(size("hash, 96 characters, unique")).isLessThan(size("btree, 96 characters, unique"));
    }

    @Test
    @DisplayName("For a column in the order of the table the index of block ranges has three pages, a tenth of the B-tree or less")
    void brinSize() {
        assertThat(size("brin, in the order of the table")).isEqualTo(3 * 8_192)
                .isLessThan(size("btree, in the order of the table") / 10);
    }

    @Test
    void partialSize() {
        assertThat(size("btree, partial, one row of a thousand"))
                .isLessThan(size("btree, in the order of the table") / 10);
    }
}
