package handbook.core.orm;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/// What every framework does around a method that is "transactional".
final class Transactions {
    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /// Work on a connection.
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Commits when the work returns, rolls back when it throws.
    <T> T run(Work<T> work) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.on(connection);
                connection.commit();
                return result;
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e); // the connection is gone, and with it the transaction
        }
    }
}
