package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.indexing.BTreePages.Level;

class InsideTest extends OnPostgres {
    @BeforeAll
    static void load() throws SQLException {
        assumeTrue(session.load("pageinspect") && session.load("pgstattuple"),
                "the server lacks pageinspect or pgstattuple");
        assumeTrue(session.hasVersion(18), "uuidv7() needs PostgreSQL 18");
    }

    @Test
    @DisplayName("Among 120,000 keys a look-up goes through three pages of the B-tree to one of the table, as EXPLAIN counts")
    void path() throws SQLException {
        session.run("CREATE TABLE kept (id int NOT NULL) WITH (autovacuum_enabled = false)",
                "INSERT INTO kept SELECT generate_series(1, 120000)", "ALTER TABLE kept ADD PRIMARY KEY (id)",
                "VACUUM (ANALYZE) kept");
        assertThat(BTreePages.levels(session, "kept_pkey")).extracting(Level::level).containsExactly(2, 1, 0);
        for (int key : new int[]{1, 366, 367, 80_000, 120_000}) {
            var path = BTreePages.path(session, "kept_pkey", key);
            assertThat(path).hasSize(3);
            var plan = session.plan("SELECT ctid FROM kept WHERE id = ?", key);
            assertThat(plan.pages()).isEqualTo(path.size() + 1);
            assertThat(session.number("SELECT (ctid::text::point)[0]::int FROM kept WHERE id = " + key))
                    .isEqualTo(path.getLast().to());
        }
    }

    @Test
    @DisplayName("Keys in order (uuidv7) leave pages nine tenths full; keys at random (gen_random_uuid) at most eight tenths, on more pages")
    void splits() throws SQLException {
        var ordered = Splits.grow(session, "uuidv7()", 20_000).getLast();
        var random = Splits.grow(session, "gen_random_uuid()", 20_000).getLast();
        assertThat(ordered.full()).isBetween(0.85, 0.95);
        assertThat(random.full()).isLessThan(0.8);
        assertThat(random.leaves()).isGreaterThan(ordered.leaves());
    }
}
