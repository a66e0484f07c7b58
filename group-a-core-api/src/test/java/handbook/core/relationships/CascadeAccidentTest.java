package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.relationships.CascadeAccidentExample.Left;
import handbook.support.server.Postgres;

class CascadeAccidentTest {
    private static Postgres postgres;
    private static List<Left> all;

    @BeforeAll
    static void run() throws SQLException {
        postgres = Postgres.open();
        all = CascadeAccidentExample.run(postgres, 42);
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    @Test
    @DisplayName("Cascade \"all\" on many-to-many, with ON DELETE CASCADE in the junction: deleting one article takes the tags of 41 others")
    void accident() {
        assertThat(all.get(0)).isEqualTo(new Left("ALL", "ON DELETE CASCADE", false, 41, 0, 41));
    }

    @Test
    void theTablesHaveNoOtherFault() throws SQLException {
        try (var connection = postgres.connect()) {
            assertThat(RelationChecker.faults(connection, "public")).isEmpty();
        }
    }

    @Test
    @DisplayName("A plain foreign key refuses that delete with all that belongs to it")
    void refused() {
        assertThat(all.get(1)).isEqualTo(new Left("ALL", "ON DELETE NO ACTION", true, 42, 3, 0));
    }

    @Test
    @DisplayName("Without the cascade the article goes alone, and no other loses a tag")
    void fixed() {
        assertThat(all.subList(2, 4)).containsExactly(new Left("none", "ON DELETE CASCADE", false, 41, 3, 0),
                new Left("none", "ON DELETE NO ACTION", false, 41, 3, 0));
    }
}
