package handbook.support.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/// Statements in one line each, for what is around the point of an example.
public final class Sql {
    private interface Column<T> {
        T of(ResultSet row, int number) throws SQLException;
    }

    private Sql() {}

    /// Executes statements without parameters.
    ///
    /// @param connection where
    /// @param statements one after the other
    /// @throws SQLException of the first one that fails
    public static void execute(Connection connection, String... statements) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /// Executes a statement that gives no rows.
    ///
    /// @param connection where
    /// @param sql with `?` for parameters
    /// @param parameters their values
    /// @return how many rows it changed
    /// @throws SQLException when it fails
    public static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /// The first column of a query's first row.
    ///
    /// @param connection where
    /// @param sql with `?` for parameters
    /// @param parameters their values
    /// @return the number; 0 for NULL
    /// @throws SQLException when it fails or gives no row
    public static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return row(connection, sql, parameters).getFirst();
    }

    /// The columns of a query's first row.
    ///
    /// @param connection where
    /// @param sql with `?` for parameters
    /// @param parameters their values
    /// @return the numbers; 0 for NULL
    /// @throws SQLException when it fails or gives no row
    public static List<Long> row(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(connection, sql, parameters); var result = statement.executeQuery()) {
            result.next();
            return columns(result, ResultSet::getLong);
        }
    }

    /// The rows of a query.
    ///
    /// @param connection where
    /// @param sql with `?` for parameters
    /// @param parameters their values
    /// @return the columns of each row as text; `null` for NULL
    /// @throws SQLException when it fails
    public static List<List<String>> rows(Connection connection, String sql, Object... parameters)
            throws SQLException {
        try (var statement = prepare(connection, sql, parameters); var result = statement.executeQuery()) {
            var rows = new ArrayList<List<String>>();
            while (result.next()) {
                rows.add(columns(result, (row, number) -> String.valueOf(row.getString(number))));
            }
            return rows;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private static <T> List<T> columns(ResultSet row, Column<T> column) throws SQLException {
        var columns = new ArrayList<T>();
        for (int number = 1; number <= row.getMetaData().getColumnCount(); number++) {
            columns.add(column.of(row, number));
        }
        return columns;
    }

    /// The SQL state of the first SQL exception among a throwable and its causes.
    ///
    /// @param thrown what a library threw
    /// @return the state, null where there is none
    public static @Nullable String state(@Nullable Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getSQLState();
            }
        }
        return null;
    }
}
