package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BTreeTest extends OnPostgres {
    private static final String LIKE = "SELECT id FROM words WHERE word COLLATE %s LIKE 'abc%%'";

    /// Narrow rows: `few` has 8 values, `middle` 1,000, `many` 20,000, `own` one for each row.
    @BeforeAll
    static void createTables() throws SQLException {
        session.run("CREATE TABLE numbers (few int NOT NULL, middle int NOT NULL, many int NOT NULL, own int NOT NULL)"
                + " WITH (autovacuum_enabled = false)",
                "INSERT INTO numbers SELECT i % 8, i % 1000, i * 7919::bigint % 20000, i * 104729::bigint % 40000"
                        + " FROM generate_series(1, 40000) AS i",
                "CREATE TABLE words (id int NOT NULL, word text NOT NULL) WITH (autovacuum_enabled = false)",
                "INSERT INTO words SELECT i, md5(i::text) FROM generate_series(1, 20000) AS i");
        session.vacuum("numbers", "ANALYZE");
        session.vacuum("words", "ANALYZE");
    }

    @AfterEach
    void drop() throws SQLException {
        session.dropIndexes("numbers");
        session.dropIndexes("words");
        session.run("DROP COLLATION IF EXISTS other", "RESET enable_seqscan");
    }

    @Test
    @DisplayName("PostgreSQL 18 skips: a condition on the second column takes at most two searches more than the first column has values")
    void skipScan() throws SQLException {
        assumeTrue(session.hasVersion(18), "skip scans need PostgreSQL 18");
        session.run("CREATE INDEX few_own ON numbers (few, own)");
        var plan = session.plan("SELECT * FROM numbers WHERE own = ?", 4_711);
        assertUses(plan, "few_own");
        assertThat(Long.parseLong(detail(plan, "Index Searches"))).isBetween(2L, 10L);
    }

    @Test
    @DisplayName("With 20,000 values in the first column it reads the whole table")
    void noSkipScan() throws SQLException {
        session.run("CREATE INDEX many_own ON numbers (many, own)");
        assertReadsAll(session.plan("SELECT * FROM numbers WHERE own = ?", 4_711));
    }

    @Test
    @DisplayName("Equality first: for a = ? AND b >= ? an index on (a, b) reads the entries that match, one on (b, a) all from b on")
    void columnOrder() throws SQLException {
        var query = "SELECT middle, own FROM numbers WHERE middle = 42 AND own >= 30000";
        session.run("CREATE INDEX middle_own ON numbers (middle, own)");
        var right = session.plan(query);
        session.run("DROP INDEX middle_own", "CREATE INDEX own_middle ON numbers (own, middle)");
        var wrong = session.plan(query);
        var pages = session.number("SELECT pg_relation_size('own_middle') / current_setting('block_size')::int");
        assertUses(right, "middle_own");
        assertUses(wrong, "own_middle");
        assertThat(wrong.root().rows()).isEqualTo(right.root().rows()).isEqualTo(10);
        assertThat(right.pages()).as("root, leaf, visibility map").isLessThanOrEqualTo(4);
        assertThat(wrong.pages()).as("a quarter of the rows is from b on").isGreaterThanOrEqualTo(pages / 4);
    }

    @Test
    @DisplayName("LIKE 'abc%' goes by a plain B-tree in the orders C, POSIX, pg_c_utf8 and pg_unicode_fast")
    void prefix() throws SQLException {
        assumeTrue(session.hasVersion(18), "pg_unicode_fast needs PostgreSQL 18");
        for (var collation : List.of("\"C\"", "\"POSIX\"", "pg_c_utf8", "pg_unicode_fast")) {
            session.run("CREATE INDEX plain ON words (word COLLATE " + collation + ")");
            assertUses(session.plan(LIKE.formatted(collation)), "plain");
            session.run("DROP INDEX plain");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROVIDER = icu, LOCALE = 'und'", "PROVIDER = libc, LOCALE = 'C.UTF-8'"})
    @DisplayName("In the orders of ICU, and in libc's C.UTF-8, it does by text_pattern_ops only")
    void prefixByPattern(String definition) throws SQLException {
        try {
            session.run("CREATE COLLATION other (" + definition + ")");
        } catch (SQLException e) {
            // built without ICU, or the operating system has no such locale
            assumeFalse(List.of("0A000", "22023").contains(e.getSQLState()), e.getMessage());
            throw e;
        }
        session.run("CREATE INDEX plain ON words (word COLLATE other)");
        assertReadsAll(session.plan(LIKE.formatted("other")));
        session.run("CREATE INDEX pattern ON words (word COLLATE other text_pattern_ops)");
        assertUses(session.plan(LIKE.formatted("other")), "pattern");
    }

    @Test
    @DisplayName("An index row that is larger than a third of a page after compression fits into no B-tree (54000); its value does into a hash index, and its hash into a B-tree")
    void tooLong() throws SQLException {
        session.run("CREATE TABLE texts (value text NOT NULL)", "CREATE INDEX texts_btree ON texts (value)",
                "INSERT INTO texts VALUES (repeat('x', 10000))");
        var insert = "INSERT INTO texts SELECT string_agg(md5(i::text), '') FROM generate_series(1, 200) AS i";
        assertRefused(() -> session.run(insert), "54000");
        session.run("DROP INDEX texts_btree", "CREATE INDEX texts_hash ON texts USING hash (value)",
                "CREATE UNIQUE INDEX texts_sha ON texts (sha256(value::bytea))", insert);
        assertRefused(() -> session.run(insert), "23505");
        session.run("SET enable_seqscan = off");
        assertUses(session.plan("SELECT * FROM texts WHERE value = 'x'"), "texts_hash");
    }

    @Test
    void listsAndNull() throws SQLException {
        session.run("CREATE TABLE gaps (n int)", "CREATE INDEX gaps_n ON gaps (n)",
                "INSERT INTO gaps SELECT nullif(i % 1000, 0) FROM generate_series(1, 20000) AS i", "ANALYZE gaps");
        assertUses(session.plan("SELECT * FROM gaps WHERE n IN (1, 500, 999)"), "gaps_n");
        assertUses(session.plan("SELECT * FROM gaps WHERE n IS NULL"), "gaps_n");
    }

    /// Of the row's 2,704 bytes 12 are its head and the value's length.
    @Test
    void theLimitInBytes() throws SQLException {
        session.run("CREATE TABLE plain_texts (value text STORAGE EXTERNAL NOT NULL)", // not compressed
                "CREATE INDEX ON plain_texts (value)", "INSERT INTO plain_texts VALUES (repeat('x', 2704 - 12))");
        assertRefused(() -> session.run("INSERT INTO plain_texts VALUES (repeat('x', 2704 - 11))"), "54000");
    }
}
