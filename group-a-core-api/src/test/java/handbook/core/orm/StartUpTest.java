package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;

import handbook.support.server.Postgres;
import handbook.support.sql.Orm;

class StartUpTest {
    private Postgres postgres;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        Shop.createTables(postgres.dataSource());
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    @DisplayName("A missing column stops the start when the schema is validated; without that it is found by the first query")
    void missingColumn() throws SQLException {
        Shop.execute(postgres.dataSource(), "ALTER TABLE purchase DROP COLUMN phone");
        var validate = Map.of(SchemaToolingSettings.HBM2DDL_AUTO, "validate");
        assertThatThrownBy(() -> Orm.onTables(postgres, validate, Purchase.class).close())
                .isInstanceOf(SchemaManagementException.class).hasMessageContaining("missing column [phone]");
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            assertThatThrownBy(() -> new HibernateOrders(orm.sessions()).find(1)).hasMessageContaining("phone");
        }
    }

    @Test
    @DisplayName("A pool that has no connection left says so after its time-out, with its size and how many wait")
    void poolExhausted() throws SQLException, InterruptedException, ExecutionException {
        try (var pool = new HikariDataSource(); var thread = Executors.newSingleThreadExecutor()) {
            pool.setDataSource(postgres.dataSource());
            pool.setMaximumPoolSize(1);
            Future<Boolean> patient;
            try (var all = pool.getConnection()) {
                assertThat(all.isValid(60)).isTrue();
                var patiently = (HikariPool) pool.getHikariPoolMXBean();
                patient = thread.submit(() -> {
                    try (var connection = patiently.getConnection(60_000)) {
                        return connection.isValid(60);
                    }
                });
                await().atMost(Duration.ofSeconds(60)).until(() -> patiently.getThreadsAwaitingConnection() == 1);
                assertThatThrownBy(() -> patiently.getConnection(250))
                        .isInstanceOf(SQLTransientConnectionException.class).hasMessageMatching(
                                ".+ timed out after \\d+ms \\(total=1, active=1, idle=0, waiting=1\\)");
            }
            assertThat(patient.get()).isTrue();
            assertThat(new JdbcOrders(pool).find(1)).isEmpty();
        }
    }
}
