package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import handbook.core.orm.BulkLoadExample.Loaded;
import handbook.core.orm.ResultMemoryExample.Held;
import handbook.support.server.Postgres;

class LoadingTest {
    private static final int ROWS = 5_000;
    private Postgres postgres;

    @BeforeEach
    void open() {
        postgres = Postgres.open();
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    @DisplayName("A batch does not save INSERTs: the server executes one a row; rewritten less than one for each 100 rows, with arrays or COPY one for all")
    void insertsExecuted() throws SQLException {
        var all = BulkLoadExample.run(postgres, 1_000);
        assertThat(all).extracting(Loaded::way).containsExactly(BulkLoad.values());
        var inserts = all.stream().map(Loaded::inserts).toList();
        assertThat(inserts.subList(0, 2)).isEqualTo(List.of(10_000L, 10_000L));
        assertThat(inserts.get(2)).isLessThan(100);
        assertThat(inserts.subList(3, 5)).isEqualTo(List.of(1L, 1L));
    }

    @ParameterizedTest
    @EnumSource
    void eachWayLoadsTheSameRows(BulkLoad way) throws SQLException {
        try (var connection = BulkLoadExample.connect(postgres, way); var statement = connection.createStatement()) {
            BulkLoad.createTable(connection);
            way.load(connection, ROWS + 1);
            connection.rollback(); // what was loaded is committed
            try (var result = statement.executeQuery(
                    "SELECT count(*), sum(sensor), sum(value), max(id) FROM reading WHERE sensor = id AND value = id / 2.0")) {
                assertThat(result.next()).isTrue();
                assertThat(List.of(result.getLong(1), result.getLong(2), result.getLong(4)))
                        .containsExactly(ROWS + 1L, ROWS * (ROWS + 1L) / 2, (long) ROWS);
                assertThat(result.getDouble(3)).isEqualTo(ROWS * (ROWS + 1.0) / 4);
            }
        }
    }

    @Test
    @DisplayName("A COPY that fails near its end keeps nothing, and names the line and the column")
    void brokenCopy() throws SQLException {
        var broken = BulkLoadExample.breakCopy(postgres, ROWS, 4_500);
        assertThat(broken.kept()).isZero();
        assertThat(broken.message()).contains("COPY reading, line 4500, column sensor: \"many\"");
    }

    @Test
    @DisplayName("Fetch size 50, the connection killed after the first row: with auto-commit all rows can still be read, without it 50")
    void fetchSize() throws SQLException {
        assertThat(ResultMemoryExample.readAndKill(postgres, ROWS, true)).extracting(Held::readable).isEqualTo(ROWS);
        assertThat(ResultMemoryExample.readAndKill(postgres, ROWS, false)).extracting(Held::readable).isEqualTo(50);
    }
}
