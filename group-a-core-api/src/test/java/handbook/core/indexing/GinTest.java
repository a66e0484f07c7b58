package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.sql.Plan;

class GinTest extends OnPostgres {
    @BeforeAll
    static void createTable() throws SQLException {
        session.run("CREATE TABLE docs (id int NOT NULL, tags text[] NOT NULL, doc jsonb NOT NULL, body text NOT NULL)"
                + " WITH (autovacuum_enabled = false)",
                "INSERT INTO docs SELECT i, ARRAY['t' || i % 500, 'u' || i % 7],"
                        + " jsonb_build_object('k', i % 1000, 'm', i % 3),"
                        + " md5(i::text) || CASE i % 1000 WHEN 5 THEN ' two lighthouses' ELSE ' a garden' END"
                        + " FROM generate_series(1, 10000) AS i",
                "VACUUM (ANALYZE) docs");
    }

    @AfterEach
    void dropIndexes() throws SQLException {
        session.dropIndexes("docs");
    }

    private static void index(String on) throws SQLException {
        session.run("CREATE INDEX gin ON docs USING gin (" + on + ")");
    }

    private static Plan where(String condition) throws SQLException {
        return session.plan("SELECT * FROM docs WHERE " + condition);
    }

    @Test
    @DisplayName("On an array GIN answers @> and &&, and not = ANY (tags)")
    void array() throws SQLException {
        index("tags");
        assertUses(where("tags @> '{t7}'"), "gin");
        assertUses(where("tags && '{t7, t8}'"), "gin");
        var any = where("'t7' = ANY (tags)");
        assertReadsAll(any);
        assertThat(any.root().rows()).isEqualTo(where("tags @> '{t7}'").root().rows());
    }

    @Test
    @DisplayName("On jsonb it answers @>, ? and @@, and not doc->>'k' = '77'")
    void json() throws SQLException {
        index("doc");
        assertUses(where("doc @> '{\"k\": 77}'"), "gin");
        assertUses(where("doc ?? 'none'"), "gin"); // pgjdbc's way to write ?
        assertUses(where("doc @@ '$.k == 77'"), "gin");
        assertReadsAll(where("doc->>'k' = '77'"));
    }

    @Test
    @DisplayName("By jsonb_path_ops the index is smaller, answers @> and not ?")
    void pathOps() throws SQLException {
        index("doc");
        var usual = session.number("SELECT pg_relation_size('gin')");
        session.run("DROP INDEX gin");
        index("doc jsonb_path_ops");
        assertThat(session.number("SELECT pg_relation_size('gin')")).isLessThan(usual);
        assertUses(where("doc @> '{\"k\": 77}'"), "gin");
        assertReadsAll(where("doc ?? 'none'"));
    }

    @Test
    @DisplayName("An index on to_tsvector('english', body) is used by that expression, and not by to_tsvector(body)")
    void fullText() throws SQLException {
        index("to_tsvector('english', body)");
        session.run("ANALYZE docs");
        var named = where("to_tsvector('english', body) @@ websearch_to_tsquery('english', 'lighthouse')");
        assertUses(named, "gin");
        assertThat(named.root().rows()).isEqualTo(10); // the bodies say lighthouses
        session.run("SET default_text_search_config = 'english'");
        var unnamed = where("to_tsvector(body) @@ websearch_to_tsquery('lighthouse')");
        assertReadsAll(unnamed);
        assertThat(unnamed.root().rows()).isEqualTo(10);
    }

    @Test
    @DisplayName("A generated column is indexed only when it is STORED (else 0A000), an expression only when it names its configuration (else 42P17)")
    void generatedColumn() throws SQLException {
        assumeTrue(session.hasVersion(18), "virtual columns need PostgreSQL 18");
        session.run("CREATE TABLE pages (body text,"
                + " search tsvector GENERATED ALWAYS AS (to_tsvector('english', body)))");
        assertRefused(() -> session.run("CREATE INDEX ON pages USING gin (search)"), "0A000");
        assertRefused(() -> session.run("CREATE INDEX ON pages USING gin (to_tsvector(body))"), "42P17");
        session.run("ALTER TABLE pages ADD stored tsvector GENERATED ALWAYS AS (to_tsvector('english', body)) STORED",
                "CREATE INDEX ON pages USING gin (stored)", "DROP TABLE pages");
    }

    @Test
    @DisplayName("websearch_to_tsquery takes whatever a user types; to_tsquery refuses it with 42601")
    void userInput() throws SQLException {
        var typed = "'\")) OR '''";
        assertThat(session.rows("SELECT websearch_to_tsquery('english', " + typed + ")")).hasSize(1);
        assertRefused(() -> session.rows("SELECT to_tsquery('english', " + typed + ")"), "42601");
    }

    @Test
    @DisplayName("By trigrams '%abcd%' goes by the index; '%ab%' has no trigram and reads the whole table")
    void trigrams() throws SQLException {
        assumeTrue(session.load("pg_trgm"), "the server has no pg_trgm");
        index("body gin_trgm_ops");
        assertUses(where("body LIKE '%abcd%'"), "gin");
        assertReadsAll(where("body LIKE '%ab%'"));
    }

    @Test
    @DisplayName("New entries of a GIN index wait in a list that every query reads from end to end, until it is cleaned")
    void pendingList() throws SQLException {
        session.run("CREATE TABLE posts (tags text[] NOT NULL) WITH (autovacuum_enabled = false)",
                "CREATE INDEX posts_tags ON posts USING gin (tags)",
                "INSERT INTO posts SELECT ARRAY['t' || i] FROM generate_series(1, 20000) AS i",
                "SET enable_seqscan = off");
        var waiting = session.plan("SELECT * FROM posts WHERE tags @> '{t7}'");
        session.run("SELECT gin_clean_pending_list('posts_tags')");
        var cleaned = session.plan("SELECT * FROM posts WHERE tags @> '{t7}'");
        session.run("RESET enable_seqscan");
        assertUses(waiting, "posts_tags");
        assertUses(cleaned, "posts_tags");
        assertThat(waiting.pages()).isGreaterThan(5 * cleaned.pages());
    }
}
