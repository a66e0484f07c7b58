package handbook.support.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;

class SqlTest {
    @Test
    void statementsAndWhatTheyGive() throws SQLException {
        try (var postgres = Postgres.open(); var connection = postgres.connect()) {
            Sql.execute(connection, "CREATE TABLE t (id int, name text)", "INSERT INTO t VALUES (1, 'a'), (2, NULL)");
            assertThat(Sql.update(connection, "UPDATE t SET id = id + ? WHERE id > ?", 10, 0)).isEqualTo(2);
            assertThat(Sql.number(connection, "SELECT max(id) FROM t")).isEqualTo(12);
            assertThat(Sql.row(connection, "SELECT min(id), max(id) FROM t WHERE id >= ?", 11)).containsExactly(11L,
                    12L);
            assertThat(Sql.rows(connection, "SELECT * FROM t ORDER BY id")).containsExactly(List.of("11", "a"),
                    List.of("12", "null"));
            assertThatThrownBy(() -> Sql.number(connection, "SELECT id FROM t WHERE id = 0"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void theStateIsFoundAmongTheCauses() {
        assertThat(Sql.state(new IllegalStateException(new SQLException("no", "23505")))).isEqualTo("23505");
        assertThat(Sql.state(new IllegalStateException())).isNull();
    }
}
