package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import handbook.core.pagination.Items.Item;
import handbook.core.pagination.Keyset.Column;
import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import handbook.support.sql.Sql;

@TestInstance(Lifecycle.PER_CLASS)
class KeysetTest {
    private static final int ROWS = 20_000;
    private static final String MINE = "SELECT a, b, id FROM generated WHERE id <= 25 "; // and the rest are another's
    private final Postgres postgres = Postgres.open();
    private Connection connection;

    @BeforeAll
    void create() throws SQLException {
        connection = postgres.connect();
        Items.create(connection, ROWS);
        Sql.execute(connection, "CREATE TABLE generated (a int, b int, id int NOT NULL)");
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        postgres.close();
    }

    @Test
    @DisplayName("A page at offset k reads k + 20 rows; behind a row it reads 20 rows and at most 8 pages, at every depth")
    void depth() throws SQLException {
        try (var other = Postgres.open()) {
            for (var depth : OffsetVsKeysetExample.run(other, ROWS)) {
                long offset = (depth.number() - 1) * OffsetVsKeysetExample.PAGE;
                assertThat(depth.offset().rows()).isEqualTo(offset + OffsetVsKeysetExample.PAGE);
                assertThat(depth.keyset().rows()).isEqualTo(OffsetVsKeysetExample.PAGE);
                assertThat(depth.keyset().pages()).isLessThanOrEqualTo(8);
            }
        }
    }

    private Plan page(String order, String condition, Object... parameters) throws SQLException {
        return Plan.of(connection, "SELECT id FROM item WHERE " + condition + " " + order + " LIMIT 20", parameters);
    }

    @Test
    @DisplayName("Mixed directions have no row form: the OR throws away all rows before the page; with a bound in front only the ties")
    void mixedDirections() throws SQLException {
        Sql.execute(connection, "CREATE INDEX mixed ON item (created DESC, id)");
        var mixed = Keyset.of(Column.desc("created"), Column.asc("id"));
        var middle = Items.query(connection, "SELECT id, created, title FROM item WHERE id = ?", List.of(ROWS / 2))
                .getFirst();
        var naive = page(mixed.orderBy(), "created < ? OR created = ? AND id > ?", middle.created(), middle.created(),
                middle.id());
        assertThat(naive.rowsRemoved()).isGreaterThanOrEqualTo(ROWS / 2);
        var behind = mixed.after(middle.key());
        var bounded = page(mixed.orderBy(), behind.sql(), behind.parameters().toArray());
        assertThat(bounded.rowsRemoved()).isLessThanOrEqualTo(3); // three rows share each time
        assertThat(bounded.root().rows()).isEqualTo(20);
        Sql.execute(connection, "DROP INDEX mixed");
    }

    @Test
    @DisplayName("A time is stored rounded to microseconds: 456,789 ns come back as 457 µs; bound as it is it is rounded alike, cut to microseconds it loses rows")
    void precision() throws SQLException {
        var time = OffsetDateTime.parse("2027-01-01T00:00:00.000456789Z");
        var cut = time.truncatedTo(ChronoUnit.MICROS);
        Sql.update(connection, "INSERT INTO item VALUES (?, ?, 'precise'), (?, ?, 'precise')", ROWS + 1L, time,
                ROWS + 2L, cut);
        var rows = precise("TRUE", List.of());
        assertThat(rows).extracting(Item::id).containsExactly(ROWS + 1L, ROWS + 2L);
        assertThat(rows.getFirst().created()).isEqualTo("2027-01-01T00:00:00.000457Z").isNotEqualTo(time);
        var asItIs = Items.ORDER.after(List.of(time, ROWS + 1L));
        assertThat(precise(asItIs.sql(), asItIs.parameters())).containsExactly(rows.getLast());
        var behindCut = Items.ORDER.after(List.of(cut, ROWS + 1L));
        assertThat(precise(behindCut.sql(), behindCut.parameters())).isEmpty();
        Sql.execute(connection, "DELETE FROM item WHERE title = 'precise'");
    }

    private List<Item> precise(String condition, List<Object> parameters) throws SQLException {
        return Items.query(connection, "SELECT id, created, title FROM item WHERE title = 'precise' AND " + condition
                + " " + Items.ORDER.orderBy(), parameters);
    }

    @Test
    @DisplayName("On a partitioned table the row comparison alone prunes nothing; `created <= ?` beside it prunes all newer partitions, and with the list's order and a LIMIT the older ones are not begun")
    void partitions() throws SQLException {
        Sql.execute(connection, "CREATE TABLE parted (id bigint, created timestamptz) PARTITION BY RANGE (created)");
        for (int month = 1; month <= 6; month++) {
            Sql.execute(connection, "CREATE TABLE parted_" + month + " PARTITION OF parted FOR VALUES FROM ('2026-0"
                    + month + "-01 00:00Z') TO ('2026-0" + (month + 1) + "-01 00:00Z')");
        }
        Sql.execute(connection, "INSERT INTO parted SELECT i, timestamptz '2026-01-01 00:00Z' + i * interval '1 hour'"
                + " FROM generate_series(0, 4000) AS i");
        Sql.execute(connection, "CREATE INDEX ON parted (created, id)");
        Sql.execute(connection, "ANALYZE parted");
        var april = OffsetDateTime.parse("2026-04-20T00:00Z"); // with two partitions behind it and three before
        var rows = "SELECT id FROM parted WHERE ";
        var page = " ORDER BY created DESC, id DESC LIMIT 20";
        var alone = Plan.of(connection, rows + "(created, id) < (?, ?)" + page, april, 2616L);
        assertThat(begun(alone)).containsExactly("parted_6", "parted_5", "parted_4");
        assertThat(tables(alone)).hasSize(6);
        var bounded = Plan.of(connection, rows + "created <= ? AND (created, id) < (?, ?)" + page, april, april, 2616L);
        assertThat(tables(bounded)).containsExactly("parted_4", "parted_3", "parted_2", "parted_1");
        assertThat(begun(bounded)).containsExactly("parted_4");
        assertThat(bounded.root().rows()).isEqualTo(20);
    }

    private static List<String> tables(Plan plan) {
        return scans(plan).map(KeysetTest::table).toList();
    }

    private static List<String> begun(Plan plan) {
        return scans(plan).filter(scan -> scan.details().path("Actual Loops").asInt() > 0).map(KeysetTest::table)
                .toList();
    }

    private static Stream<Plan.Node> scans(Plan plan) {
        return plan.nodes().stream().filter(node -> !table(node).isEmpty());
    }

    private static String table(Plan.Node scan) {
        return scan.details().path("Relation Name").asString("");
    }

    @Test
    @DisplayName("For any columns, directions and NULLs a walk forward is the full sort, and a walk back its reverse: 200 generated tables")
    void generatedTables() throws SQLException {
        var conditions = new HashSet<String>();
        for (int seed = 1; seed <= 200; seed++) {
            var random = new Random(seed);
            var a = column("a", random);
            var b = column("b", random);
            fill(a, b, random);
            var keyset = Keyset.of(a, b, random.nextBoolean() ? Column.asc("id") : Column.desc("id"));
            var sorted = rows(MINE + keyset.orderBy(), List.of());
            assertThat(walk(keyset, conditions)).as("seed %d: %s", seed, keyset).isEqualTo(sorted);
            Collections.reverse(sorted);
            assertThat(walk(keyset.reversed(), conditions)).as("seed %d, back: %s", seed, keyset).isEqualTo(sorted);
        }
        assertThat(conditions).contains("(a, b, id) < (?, ?, ?)", "(a, b, id) > (?, ?, ?)")
                .anyMatch(condition -> condition.startsWith("a <= ?"))
                .anyMatch(condition -> condition.contains("a IS NULL"));
    }

    private static Column column(String name, Random random) {
        var column = random.nextBoolean() ? Column.asc(name) : Column.desc(name);
        return random.nextBoolean() ? column : column.orNull();
    }

    /// Few values, so that there are ties.
    private void fill(Column a, Column b, Random random) throws SQLException {
        Sql.execute(connection, "TRUNCATE generated");
        var rows = new ArrayList<String>();
        for (int id = 1; id <= 30; id++) {
            rows.add("(" + value(a, random) + ", " + value(b, random) + ", " + id + ")");
        }
        Sql.execute(connection, "INSERT INTO generated VALUES " + String.join(", ", rows));
    }

    private static String value(Column column, Random random) {
        return column.nullable() && random.nextInt(4) == 0 ? "NULL" : Integer.toString(random.nextInt(3));
    }

    private List<List<@Nullable Integer>> walk(Keyset keyset, Set<String> conditions) throws SQLException {
        var all = new ArrayList<List<@Nullable Integer>>();
        var page = rows(MINE + keyset.orderBy() + " LIMIT 7", List.of());
        while (!page.isEmpty() && all.size() <= 25) {
            all.addAll(page);
            var behind = keyset.after(page.getLast());
            conditions.add(behind.sql());
            page = rows(MINE + "AND " + behind.sql() + " " + keyset.orderBy() + " LIMIT 7", behind.parameters());
        }
        return all;
    }

    @Test
    void aRowThatIsNoPlaceIsRefused() {
        assertThatThrownBy(() -> Items.ORDER.after(List.of(1L))).hasMessage("1 values for 2 columns");
        assertThatThrownBy(() -> Items.ORDER.after(Arrays.asList(null, 1L))).hasMessage("NULL for created");
    }

    private List<List<@Nullable Integer>> rows(String sql, List<Object> parameters) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            Items.bind(query, parameters);
            try (var row = query.executeQuery()) {
                var rows = new ArrayList<List<@Nullable Integer>>();
                while (row.next()) {
                    var values = new ArrayList<@Nullable Integer>();
                    for (int i = 1; i <= 3; i++) {
                        values.add(row.getObject(i, Integer.class));
                    }
                    rows.add(values);
                }
                return rows;
            }
        }
    }
}
