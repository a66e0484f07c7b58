package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.sql.Plan;

class BrinTest extends OnPostgres {
    @Test
    @DisplayName("Block ranges read two ranges at most where the table lies in the column's order; after shuffling they read all of it")
    void order() throws SQLException {
        session.run("CREATE TABLE ordered WITH (autovacuum_enabled = false, fillfactor = 10) AS"
                + " SELECT i AS at, repeat('x', 100) AS pad FROM generate_series(1, 5000) AS i",
                "CREATE TABLE shuffled WITH (autovacuum_enabled = false, fillfactor = 10) AS"
                        + " SELECT * FROM ordered ORDER BY md5(at::text)",
                "CREATE INDEX ordered_at ON ordered USING brin (at)",
                "CREATE INDEX shuffled_at ON shuffled USING brin (at)", "VACUUM (ANALYZE) ordered, shuffled");
        var inOrder = find("ordered");
        assertUses(inOrder, "ordered_at");
        assertThat(heapPages(inOrder)).isBetween(1L, 2L * 128);
        assertReadsAll(find("shuffled"));
        session.run("SET enable_seqscan = off");
        var atRandom = find("shuffled");
        assertUses(atRandom, "shuffled_at");
        assertThat(heapPages(atRandom)).isEqualTo(session.number("SELECT pg_relation_size('shuffled') / 8192"))
                .isGreaterThan(4 * 128);
    }

    private static Plan find(String table) throws SQLException {
        return session.plan("SELECT * FROM " + table + " WHERE at BETWEEN 2400 AND 2410");
    }

    private static long heapPages(Plan plan) {
        return Long.parseLong(detail(plan, "Lossy Heap Blocks"));
    }
}
