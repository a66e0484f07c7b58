package handbook.core.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/// Short ways to a database, each on a connection of its own.
final class Database {
    private Database() {}

    static void execute(Postgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.execute(connection, sql);
        }
    }

    /// The first column of a query's rows.
    static List<String> query(Postgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect()) {
            return firstColumn(connection, sql);
        }
    }

    /// Asks again and again, for a minute at most, until a query gives some number of rows.
    static List<String> await(Postgres postgres, int rows, String sql) throws SQLException {
        try (var connection = postgres.connect()) {
            var end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (System.nanoTime() < end) {
                var found = firstColumn(connection, sql);
                if (found.size() == rows) {
                    return found;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            throw new IllegalStateException("there were never " + rows + " rows of: " + sql);
        }
    }

    private static List<String> firstColumn(Connection connection, String sql) throws SQLException {
        return Sql.rows(connection, sql).stream().map(List::getFirst).toList();
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
}
