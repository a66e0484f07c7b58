package handbook.core.migrations;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import handbook.support.server.Postgres;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/// Short ways to a database, each on a connection of its own.
final class Sql {
    private Sql() {}

    static void execute(Postgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect(); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The first column of a query's rows.
    static List<String> query(Postgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect(); var statement = connection.createStatement()) {
            return firstColumn(statement, sql);
        }
    }

    /// Asks again and again, for a minute at most, until a query gives some number of rows.
    static List<String> await(Postgres postgres, int rows, String sql) throws SQLException {
        try (var connection = postgres.connect(); var statement = connection.createStatement()) {
            var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (System.nanoTime() < end) {
                var found = firstColumn(statement, sql);
                if (found.size() == rows) {
                    return found;
                }
            }
            throw new IllegalStateException("there were never " + rows + " rows of: " + sql);
        }
    }

    private static List<String> firstColumn(Statement statement, String sql) throws SQLException {
        try (var result = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    /// New connections that the server knows by a name.
    static DataSource named(Postgres postgres, String application) {
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.url());
        source.setApplicationName(application);
        return source;
    }

    /// Does something before each statement that contains a text.
    static DataSource before(String text, Runnable action, DataSource real) {
        return ProxyDataSourceBuilder.create(real).beforeQuery((execution, queries) -> {
            if (queries.stream().anyMatch(query -> query.getQuery().contains(text))) {
                action.run();
            }
        }).build();
    }

    /// The tables, views and indexes of the schema `public` whose names begin so, in order; an index that is not valid
    /// is marked.
    static List<String> relations(Postgres postgres, String prefix) throws SQLException {
        return query(postgres, "SELECT relname || CASE WHEN NOT indisvalid THEN ' INVALID' ELSE '' END"
                + " FROM pg_class LEFT JOIN pg_index ON indexrelid = oid"
                + " WHERE relnamespace = 'public'::regnamespace AND relname LIKE '" + prefix + "%' ORDER BY relname");
    }

    /// The SQL state of the first SQL exception among a throwable and its causes.
    static @Nullable String state(@Nullable Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e) {
                return e.getSQLState();
            }
        }
        return null;
    }
}
