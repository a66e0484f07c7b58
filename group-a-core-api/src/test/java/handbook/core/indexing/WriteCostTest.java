package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.indexing.WriteCost.Cost;

class WriteCostTest extends OnPostgres {
    private static final int WRITTEN = 5_000;
    private static List<Cost> costs;

    @BeforeAll
    static void run() throws SQLException {
        costs = WriteCostExample.run(session, 5, WRITTEN);
    }

    @Test
    @DisplayName("An INSERT writes one WAL record for the row and one for each index, within 5 %")
    void insert() {
        assertThat(costs).extracting(Cost::indexes).containsExactly(0, 1, 2, 3, 4, 5);
        for (var cost : costs) {
            double expected = WRITTEN * (1.0 + cost.indexes());
            assertThat((double) cost.insert().records()).isCloseTo(expected, within(expected / 20));
        }
        assertThat(costs.get(5).insert().bytes()).isGreaterThan(5 * costs.get(0).insert().bytes());
    }

    @Test
    @DisplayName("An UPDATE of a column that no index has touches none of them, however many there are: all updates are heap-only while the page has room")
    void unindexed() {
        for (var cost : costs) {
            assertThat(cost.note().hot()).isEqualTo(WRITTEN);
            assertThat((double) cost.note().wal().records()).isCloseTo(WRITTEN, within(WRITTEN / 20.0));
        }
    }

    @Test
    @DisplayName("An index on the changed column ends that: no update is heap-only, and each writes to all indexes")
    void indexed() {
        assertThat(costs.get(0).c1().hot()).isEqualTo(WRITTEN);
        for (var cost : costs.subList(1, costs.size())) {
            assertThat(cost.c1().hot()).isZero();
            assertThat(cost.c1().wal().records()).isGreaterThanOrEqualTo(WRITTEN * (1L + cost.indexes()));
        }
    }

    @Test
    @DisplayName("Block ranges do not: with BRIN on the changed column all updates are heap-only")
    void brin() throws SQLException {
        WriteCost.createTable(session, 1, 45);
        session.run("INSERT INTO written SELECT i, 0, i FROM generate_series(1, " + WRITTEN + ") AS i",
                "CREATE INDEX ON written USING brin (c1)");
        assertThat(WriteCost.update(session, "c1").hot()).isEqualTo(WRITTEN);
        session.run("DROP TABLE written");
    }

    @Test
    @DisplayName("A heap-only update needs room on the row's page: in a table that is full fewer than one in ten is")
    void room() throws SQLException {
        WriteCost.createTable(session, 1, 100);
        session.run("INSERT INTO written SELECT i, 0, i FROM generate_series(1, " + WRITTEN + ") AS i");
        assertThat(WriteCost.update(session, "note").hot()).isLessThan(WRITTEN / 10);
        session.run("DROP TABLE written");
    }
}
