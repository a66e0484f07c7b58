package handbook.core.transactions;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Statements in one line each.
final class Sql {
    private Sql() {}

    /// The first column of the first row.
    static long number(Connection connection, String sql, Object... parameters) throws SQLException {
        return row(connection, sql, parameters).getFirst();
    }

    /// The columns of the first row.
    static List<Long> row(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(connection, sql, parameters); var result = statement.executeQuery()) {
            result.next();
            var row = new ArrayList<Long>();
            for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                row.add(result.getLong(column));
            }
            return row;
        }
    }

    /// How many rows a statement changed.
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
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
}
