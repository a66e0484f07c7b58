package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import handbook.support.sql.Statements;

class WhiteboardTest {
    private Postgres postgres;
    private Statements statements;
    private Connection connection;
    private TinySession session;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        Shop.createTables(postgres.dataSource());
        Shop.fill(postgres.dataSource(), 2);
        statements = new Statements(postgres.dataSource());
        connection = statements.dataSource().getConnection();
        session = new TinySession(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        postgres.close();
    }

    @Test
    @DisplayName("TinySession: two finds are one statement and one object; a flush sends the changed columns of the changed rows, then nothing")
    void dirtyCheck() throws SQLException {
        var row = session.find("purchase", 1).orElseThrow();
        assertThat(session.find("purchase", 1).orElseThrow()).isSameAs(row);
        session.find("purchase", 2);
        row.values().put("status", "paid");
        session.flush();
        session.flush();
        assertThat(statements.executed()).containsExactly("SELECT * FROM purchase WHERE id = ?",
                "SELECT * FROM purchase WHERE id = ?", "UPDATE purchase SET status = ? WHERE id = ?");
        assertThat(new JdbcOrders(postgres.dataSource()).find(1).orElseThrow().status()).isEqualTo("paid");
    }

    /// The server itself takes back what it has refused; here only the program refuses.
    @Test
    void anExceptionOfTheProgramIsRolledBack() throws SQLException {
        assertThatThrownBy(() -> new Transactions(postgres.dataSource()).run(tx -> {
            Sql.update(tx, "UPDATE purchase SET status = 'paid'");
            throw new IllegalStateException("the card is refused");
        })).hasMessage("the card is refused");
        assertThat(Sql.number(connection, "SELECT count(*) FROM purchase WHERE status = 'paid'")).isZero();
    }

    @Test
    @DisplayName("TinySession: a flush inserts and updates before it deletes, and what is removed is no longer found")
    void flushOrder() throws SQLException {
        var first = session.find("purchase", 1).orElseThrow();
        var second = session.find("purchase", 2).orElseThrow();
        session.remove(first);
        session.persist("purchase", 3, Map.of("customer", "Ada", "status", "open"));
        second.values().put("status", "paid");
        assertThat(session.find("purchase", 1)).isEmpty();
        statements.clear();
        session.flush();
        assertThat(statements.executed()).extracting(sql -> sql.substring(0, 6)).containsExactly("UPDATE", "INSERT",
                "DELETE");
    }

    @Test
    void aRowThatWasNeverThereIsNotDeleted() throws SQLException {
        session.persist("purchase", 3, Map.of("customer", "Ada", "status", "open"));
        session.remove(session.find("purchase", 3).orElseThrow());
        session.flush();
        assertThat(statements.count()).isZero();
    }

    @Test
    void anIdThatTheSessionHasIsNotPersisted() throws SQLException {
        session.find("purchase", 1);
        assertThatIllegalArgumentException().isThrownBy(() -> session.persist("purchase", 1, Map.of("status", "paid")))
                .withMessage("the session has Key[table=purchase, id=1] already");
        session.flush();
        assertThat(statements.count()).as("the SELECT").isEqualTo(1);
    }

    record Named(int id, @Nullable String firstName, OffsetDateTime bornAt) {}

    private <R extends Record> List<R> map(Class<R> type, String select) throws SQLException {
        try (var statement = connection.createStatement(); var rows = statement.executeQuery(select)) {
            return new RecordMapper<>(type).all(rows);
        }
    }

    @Test
    void columnsAreFoundByNameInAnyOrder() throws SQLException {
        assertThat(map(Named.class,
                "SELECT '2000-01-01T00:00Z'::timestamptz AS born_at, 'extra' AS x, NULL AS first_name, 7 AS id"))
                .containsExactly(new Named(7, null, OffsetDateTime.parse("2000-01-01T00:00Z")));
    }

    @Test
    @DisplayName("RecordMapper: a missing column, and a NULL for a primitive, are errors that name the column")
    void mapperErrors() {
        assertThatThrownBy(() -> map(Named.class, "SELECT 1 AS id")).isInstanceOf(SQLException.class)
                .hasMessageContaining("first_name");
        assertThatThrownBy(() -> map(Named.class, "SELECT NULL::int AS id, 'x' AS first_name, now() AS born_at"))
                .isInstanceOf(SQLException.class).hasMessage("column id is NULL, but Named wants an int");
    }
}
