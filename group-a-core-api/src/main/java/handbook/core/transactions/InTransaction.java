package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;

import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/// Runs work in a transaction: commits when it returns, rolls back when it throws.
final class InTransaction {
    /// What is done in a transaction.
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private InTransaction() {}

    // @start region=in-transaction
    /// @throws SQLException what the work threw; 25P02 when it swallowed an error, after which the server only rolls back
    static <T> T call(Connection connection, Level level, Work<T> work) throws SQLException {
        connection.setTransactionIsolation(level.jdbc());
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.with(connection);
            refuseFailed(connection);
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return result;
    }

    /// A rollback that fails, on a dead connection for example, must not hide why it was called.
    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /// The server would answer COMMIT with ROLLBACK, and the driver would not mind.
    private static void refuseFailed(Connection connection) throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
            throw new SQLException("a statement has failed, its error was swallowed: nothing can be committed",
                    "25P02");
        }
    }
    // @end
}
