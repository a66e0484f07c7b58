package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
        var tree = InsideExample.run(session, 120_000, 1, 366, 367, 80_000, 120_000);
        assertThat(tree.levels()).extracting(Level::level).containsExactly(2, 1, 0);
        assertThat(tree.ways()).hasSize(5);
        for (var way : tree.ways()) {
            assertThat(way.path()).hasSize(3);
            assertThat(way.pages()).isEqualTo(way.path().size() + 1);
            assertThat(session.number("SELECT (ctid::text::point)[0]::int FROM kept WHERE id = " + way.key()))
                    .isEqualTo(way.path().getLast().to());
        }
        for (int none : new int[]{Integer.MIN_VALUE, 0, 120_001}) {
            assertThatThrownBy(() -> BTreePages.path(session, "kept_pkey", none))
                    .hasMessage("no entry of kept_pkey has the key " + none);
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
