package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// What is left when one statement of a transaction fails.
class FailedTransactionTest {
    private Postgres postgres;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        connection = postgres.connect();
        Sql.update(connection, "CREATE TABLE seat (number int PRIMARY KEY)");
        Sql.update(connection, "INSERT INTO seat VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        postgres.close();
    }

    private static void assertState(String state, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    // @start region=swallow
    /// Takes two seats, the second of which is taken.
    private static int takeSeats(Connection connection) throws SQLException {
        Sql.update(connection, "INSERT INTO seat VALUES (2)");
        try {
            Sql.update(connection, "INSERT INTO seat VALUES (1)");
        } catch (SQLException e) {
            // taken, so we have one seat, and that is that
        }
        return 1;
    }
    // @end

    private long seats() throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM seat");
    }

    @Test
    @DisplayName("After an error PostgreSQL refuses every statement of the transaction with 25P02")
    void refused() throws SQLException {
        connection.setAutoCommit(false);
        takeSeats(connection);
        assertState("25P02", this::seats);
    }

    @Test
    @DisplayName("Then commit() returns normally, and nothing is committed")
    void silentRollback() throws SQLException {
        connection.setAutoCommit(false);
        takeSeats(connection);
        assertThatCode(connection::commit).doesNotThrowAnyException();
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    @DisplayName("So it is in Spring: a transaction template in which an error was swallowed returns normally, and nothing is committed")
    void silentRollbackInSpring() throws SQLException {
        var dataSource = postgres.dataSource();
        var jdbc = new JdbcTemplate(dataSource);
        var transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transaction.executeWithoutResult(status -> {
            jdbc.update("INSERT INTO seat VALUES (2)");
            try {
                jdbc.update("INSERT INTO seat VALUES (1)");
            } catch (DuplicateKeyException e) {
                // taken
            }
        });
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    @DisplayName("A wrapper that asks the driver for the transaction's state before it commits throws 25P02 instead")
    void wrapper() throws SQLException {
        assertState("25P02",
                () -> InTransaction.call(connection, Level.READ_COMMITTED, FailedTransactionTest::takeSeats));
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(seats()).isEqualTo(1);
        int taken = InTransaction.call(connection, Level.READ_COMMITTED,
                tx -> Sql.update(tx, "INSERT INTO seat VALUES (3)"));
        assertThat(taken).isEqualTo(1);
        assertThat(seats()).isEqualTo(2);
    }

    /// The server itself takes back what it has refused; here only the program refuses.
    @Test
    void anExceptionOfTheProgramIsRolledBack() throws SQLException {
        assertThatThrownBy(() -> InTransaction.call(connection, Level.READ_COMMITTED, tx -> {
            Sql.update(tx, "INSERT INTO seat VALUES (2)");
            throw new IllegalStateException("the card is refused");
        })).hasMessage("the card is refused");
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    @DisplayName("With a savepoint the failed part is undone and the rest is committed")
    void savepoint() throws SQLException {
        connection.setAutoCommit(false);
        Sql.update(connection, "INSERT INTO seat VALUES (2)");
        // @start region=savepoint
        var before = connection.setSavepoint();
        try {
            Sql.update(connection, "INSERT INTO seat VALUES (3)");
            Sql.update(connection, "INSERT INTO seat VALUES (1)");
        } catch (SQLException e) {
            connection.rollback(before);
        }
        connection.commit();
        // @end
        assertThat(Sql.number(connection, "SELECT sum(number) FROM seat")).isEqualTo(1 + 2);
    }

    @Test
    @DisplayName("A statement whose temporary files exceed temp_file_limit ends with 53400; what was committed before stays")
    void temporaryFiles() throws SQLException {
        assumeTrue(Sql.number(connection, "SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user") == 1,
                "only a superuser may set temp_file_limit");
        Sql.update(connection, "SET temp_file_limit = '1MB'");
        Sql.update(connection, "SET work_mem = '64kB'");
        Sql.update(connection, "INSERT INTO seat VALUES (2)");
        connection.setAutoCommit(false);
        Sql.update(connection, "INSERT INTO seat VALUES (3)");
        assertState("53400", () -> Sql.number(connection,
                "SELECT count(*) FROM (SELECT repeat('x', 100) || n FROM generate_series(1, 100000) n ORDER BY 1)"));
        connection.rollback();
        assertThat(seats()).isEqualTo(2);
    }
}
