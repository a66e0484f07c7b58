package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;

import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import com.zaxxer.hikari.HikariDataSource;

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
    void poolExhausted() throws SQLException {
        try (var pool = new HikariDataSource()) {
            pool.setJdbcUrl(postgres.url());
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(250); // the least that HikariCP takes
            try (var all = pool.getConnection()) {
                assertThat(all.isValid(60)).isTrue();
                assertThatThrownBy(() -> new JdbcOrders(pool).find(1))
                        .isInstanceOf(SQLTransientConnectionException.class).hasMessageContaining("total=1, active=1");
            }
            assertThat(new JdbcOrders(pool).find(1)).isEmpty();
        }
    }
}
