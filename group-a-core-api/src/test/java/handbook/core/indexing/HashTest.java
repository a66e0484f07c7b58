package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HashTest extends OnPostgres {
    @BeforeAll
    static void createTable() throws SQLException {
        session.run("CREATE TABLE hashed (id int NOT NULL, name text NOT NULL) WITH (autovacuum_enabled = false)",
                "INSERT INTO hashed SELECT i, md5(i::text) FROM generate_series(1, 20000) AS i",
                "CREATE INDEX hashed_name ON hashed USING hash (name)", "VACUUM (ANALYZE) hashed");
    }

    @Test
    @DisplayName("A hash index answers equality only: for a range the whole table is read, and for an order sorted")
    void equalityOnly() throws SQLException {
        assertUses(session.plan("SELECT * FROM hashed WHERE name = ?", "x"), "hashed_name");
        assertReadsAll(session.plan("SELECT * FROM hashed WHERE name < ?", "000"));
        var ordered = session.plan("SELECT * FROM hashed ORDER BY name LIMIT 1");
        assertReadsAll(ordered);
        assertThat(ordered.types()).contains("Sort");
    }

    @Test
    @DisplayName("It keeps nothing unique and has one column: 0A000")
    void noUniqueness() {
        assertRefused(() -> session.run("CREATE UNIQUE INDEX ON hashed USING hash (name)"), "0A000");
        assertRefused(() -> session.run("CREATE INDEX ON hashed USING hash (name, id)"), "0A000");
    }
}
