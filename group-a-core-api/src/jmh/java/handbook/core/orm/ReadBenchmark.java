package handbook.core.orm;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.jooq.DSLContext;
import org.jooq.Records;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import com.zaxxer.hikari.HikariDataSource;

import handbook.support.server.Postgres;

/// One row, and a thousand, from the same pool by the same query into the same record. The limit is JDBC by hand. An
/// entity has 12 columns in place of 3, a snapshot and a place in the identity map.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class ReadBenchmark {
    private static final String SQL = "SELECT id, customer, status FROM purchase WHERE id <= ?";
    private static final RecordMapper<Head> MAPPER = new RecordMapper<>(Head.class);

    @Param({"1", "1000"})
    public int rows;

    private Postgres postgres;
    private HikariDataSource pool;
    private SessionFactory sessions;
    private DSLContext jooq;

    /// What is read.
    ///
    /// @param id of the order
    /// @param customer its customer
    /// @param status its status
    public record Head(long id, String customer, String status) {}

    @Setup
    public void setUp() throws SQLException {
        postgres = Postgres.open();
        Shop.createTables(postgres.dataSource());
        Shop.fill(postgres.dataSource(), 1_000);
        Shop.execute(postgres.dataSource(), "VACUUM (ANALYZE) purchase");
        pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.url());
        pool.setMaximumPoolSize(1);
        var configuration = new Configuration().addAnnotatedClass(Purchase.class);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, pool);
        sessions = configuration.buildSessionFactory();
        jooq = DSL.using(pool, SQLDialect.POSTGRES);
    }

    @TearDown
    public void tearDown() {
        sessions.close();
        pool.close();
        postgres.close();
    }

    @Benchmark
    public List<Head> limit() throws SQLException {
        var heads = new ArrayList<Head>();
        try (var connection = pool.getConnection(); var query = connection.prepareStatement(SQL)) {
            query.setLong(1, rows);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    heads.add(new Head(row.getLong(1), row.getString(2), row.getString(3)));
                }
            }
        }
        return heads;
    }

    @Benchmark
    public List<Head> whiteboardMapper() throws SQLException {
        try (var connection = pool.getConnection(); var query = connection.prepareStatement(SQL)) {
            query.setLong(1, rows);
            try (var result = query.executeQuery()) {
                return MAPPER.all(result);
            }
        }
    }

    @Benchmark
    public List<Head> jooq() {
        return jooq.select(JooqOrders.ID, JooqOrders.CUSTOMER, JooqOrders.STATUS).from(JooqOrders.PURCHASE)
                .where(JooqOrders.ID.le((long) rows)).fetch(Records.mapping(Head::new));
    }

    @Benchmark
    public List<Head> hibernateProjection() {
        try (var session = sessions.openSession()) {
            return session.createQuery("select id, customer, status from Purchase where id <= :id", Head.class)
                    .setParameter("id", (long) rows).list();
        }
    }

    @Benchmark
    public List<Purchase> hibernateEntities() {
        try (var session = sessions.openSession()) {
            return session.createQuery("from Purchase where id <= :id", Purchase.class).setParameter("id", (long) rows)
                    .list();
        }
    }
}
