package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.pagination.Items.Item;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

class ExportTest {
    private static final int ROWS = 5_000;
    private static final int FETCH_SIZE = 50;
    private final List<Item> taken = new ArrayList<>();
    private Postgres postgres;
    private Connection connection;

    @BeforeEach
    void create() throws SQLException {
        postgres = Postgres.open();
        connection = postgres.connect();
        Items.create(connection, ROWS);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        postgres.close();
    }

    private static List<Long> all() {
        return LongStream.iterate(ROWS, id -> id - 1).limit(ROWS).boxed().toList();
    }

    private void execute(String sql) {
        try {
            Sql.execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("An export sees one snapshot: what is added, changed and deleted after its first row does not show")
    void snapshot() throws SQLException {
        Export.run(postgres.dataSource(), null, FETCH_SIZE, item -> {
            if (taken.isEmpty()) {
                execute("INSERT INTO item VALUES (0, '2025-01-01 00:00Z', 'late')");
                execute("UPDATE item SET title = 'changed'");
                execute("DELETE FROM item WHERE id = 1");
            }
            taken.add(item);
        });
        assertThat(taken).extracting(Item::id).isEqualTo(all());
        assertThat(taken).allMatch(item -> item.title().startsWith("item "));
    }

    @Test
    @DisplayName("It holds a portion: with its connection killed after the first row it gives 50, and goes on from the last one without repeat or loss")
    void resumed() throws SQLException {
        assertThatThrownBy(() -> Export.run(postgres.dataSource(), null, FETCH_SIZE, item -> {
            if (taken.isEmpty()) {
                execute("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        + " AND backend_type = 'client backend'");
            }
            taken.add(item);
        })).isInstanceOf(SQLException.class);
        assertThat(taken).hasSize(FETCH_SIZE);

        Export.run(postgres.dataSource(), taken.getLast(), FETCH_SIZE, taken::add);
        assertThat(taken).extracting(Item::id).isEqualTo(all());
    }

    @Test
    @DisplayName("After ANALYZE, which looked at 300 of the table's pages, the server's estimate of the number of rows is within 5 % of it, for the price of one row of the catalog")
    void estimate() throws SQLException {
        long rows = 100_000;
        Sql.execute(connection, "INSERT INTO item SELECT i, now(), 'item ' || i FROM generate_series(" + (ROWS + 1)
                + ", " + rows + ") AS i", "SET default_statistics_target = 1"); // 300 pages; usual are up to 30,000
        try (var statement = connection.createStatement()) {
            statement.execute("ANALYZE (VERBOSE) item");
            assertThat(saidBy(statement)).containsPattern("\\b300\\D+[6-9]\\d\\d\\b"); // in any language
        }
        assertThat((double) Sql.number(connection, "SELECT reltuples FROM pg_class WHERE oid = 'item'::regclass"))
                .isBetween(rows * 0.95, rows * 1.05);
    }

    private static String saidBy(Statement statement) throws SQLException {
        var said = new StringBuilder();
        for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            said.append(warning.getMessage()).append('\n');
        }
        return said.toString();
    }
}
