package handbook.core.orm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.hibernate.TransactionException;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.cfg.BatchSettings;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.orm.Orders.Line;
import handbook.core.orm.Orders.Order;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

class WritingTest {
    private static final Map<String, ?> BATCHES_OF_50 = Map.of(BatchSettings.STATEMENT_BATCH_SIZE, 50);
    private Postgres postgres;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        Shop.createTables(postgres.dataSource());
        Shop.fill(postgres.dataSource(), 2);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Entity(name = "identified")
    static class Identified {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity(name = "sequenced")
    static class Sequenced {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "s")
        @SequenceGenerator(name = "s", sequenceName = "sequenced_seq", allocationSize = 50)
        long id;
    }

    @Entity(name = "DynamicPurchase")
    @Table(name = "Purchase")
    @DynamicUpdate
    static class DynamicPurchase extends PurchaseColumns {}

    @Test
    @DisplayName("To change one order Hibernate and the whiteboard's ORM send a SELECT and an UPDATE, jOOQ and JDBC the UPDATE alone")
    void readsBeforeItWrites() throws SQLException {
        var verbs = new HashMap<String, List<String>>();
        try (var empty = Postgres.open()) {
            SameRepositoryExample.run(empty).forEach(sent -> verbs.put(sent.implementation(),
                    sent.byOperation().getOrDefault("change its status", List.of()).stream()
                            .map(sql -> sql.substring(0, 6).toUpperCase(Locale.ROOT)).toList()));
        }
        assertThat(verbs).isEqualTo(Map.of("Hibernate", List.of("SELECT", "UPDATE"), "jOOQ", List.of("UPDATE"),
                "JDBC", List.of("UPDATE"), "whiteboard", List.of("SELECT", "UPDATE")));
    }

    @Test
    @DisplayName("Hibernate's UPDATE names all columns, whichever changed; with @DynamicUpdate the changed one and the version")
    void columnsOfAnUpdate() {
        try (var orm = Orm.onTables(postgres, Purchase.class, DynamicPurchase.class)) {
            assertThat(orm.writes(session -> session.find(Purchase.class, 1L).status = "paid")).containsExactly(
                    "update Purchase set city=?,country=?,customer=?,email=?,note=?,phone=?,placed=?,status=?,street=?,"
                            + "version=?,zip=? where id=? and version=?");
            assertThat(orm.writes(session -> session.find(DynamicPurchase.class, 2L).status = "paid"))
                    .containsExactly("update Purchase set status=?,version=? where id=? and version=?");
        }
    }

    @Test
    @DisplayName("With batches of 50, 100 rows with an IDENTITY take 100 statements, with a SEQUENCE 3 calls of it and 2 batches")
    void identityEndsBatching() throws SQLException {
        Shop.execute(postgres.dataSource(), "CREATE TABLE identified (id bigint GENERATED ALWAYS AS IDENTITY)");
        Shop.execute(postgres.dataSource(), "CREATE TABLE sequenced (id bigint PRIMARY KEY)");
        Shop.execute(postgres.dataSource(), "CREATE SEQUENCE sequenced_seq INCREMENT 50");
        try (var orm = Orm.onTables(postgres, BATCHES_OF_50, Identified.class, Sequenced.class)) {
            assertThat(orm.run(session -> IntStream.range(0, 100).forEach(i -> session.persist(new Identified()))))
                    .hasSize(100);
            var sequenced = orm.run(session -> IntStream.range(0, 100).forEach(i -> session.persist(new Sequenced())));
            assertThat(sequenced.stream().filter(sql -> sql.startsWith("select nextval"))).hasSize(3);
            assertThat(sequenced.stream().filter(sql -> sql.startsWith("insert"))).hasSize(2);
        }
    }

    @Test
    @DisplayName("A bulk update goes past the session: the object keeps its old status until it is refreshed")
    void bulkUpdateIsNotSeen() {
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            orm.run(session -> {
                var purchase = session.find(Purchase.class, 1L);
                session.createMutationQuery("update Purchase set status = 'sent'").executeUpdate();
                assertThat(purchase.status).isEqualTo("open");
                assertThat(session.find(Purchase.class, 1L).status).isEqualTo("open");
                session.refresh(purchase);
                assertThat(purchase.status).isEqualTo("sent");
            });
        }
    }

    @Test
    @DisplayName("A version column refuses the second of two who read the same state: OptimisticLockException, and the first one's change stays")
    void versionRefusesStaleSave() throws SQLException {
        try (var orm = Orm.onTables(postgres, Purchase.class);
                var second = orm.sessions().openSession()) {
            second.beginTransaction();
            second.find(Purchase.class, 1L).status = "cancelled";
            orm.run(first -> first.find(Purchase.class, 1L).status = "paid");
            assertThatThrownBy(() -> second.getTransaction().commit()).isInstanceOf(OptimisticLockException.class);
        }
        assertThat(new JdbcOrders(postgres.dataSource()).find(1).orElseThrow().status()).isEqualTo("paid");
    }

    @Test
    @DisplayName("A bulk update leaves the version as it was: a stale save behind it is not refused, and overwrites it")
    void bulkUpdateLeavesTheVersion() throws SQLException {
        try (var orm = Orm.onTables(postgres, Purchase.class); var second = orm.sessions().openSession()) {
            second.beginTransaction();
            second.find(Purchase.class, 1L).status = "cancelled";
            orm.run(first -> first.createMutationQuery("update Purchase set status = 'paid'").executeUpdate());
            second.getTransaction().commit();
        }
        assertThat(new JdbcOrders(postgres.dataSource()).find(1).orElseThrow().status()).isEqualTo("cancelled");
    }

    @Test
    @DisplayName("`update versioned` raises the version, too: the stale save behind it is refused, and the bulk update stays")
    void versionedBulkUpdate() throws SQLException {
        try (var orm = Orm.onTables(postgres, Purchase.class); var second = orm.sessions().openSession()) {
            second.beginTransaction();
            second.find(Purchase.class, 1L).status = "cancelled";
            orm.run(first -> first.createMutationQuery("update versioned Purchase set status = 'paid'")
                    .executeUpdate());
            assertThatThrownBy(() -> second.getTransaction().commit()).isInstanceOf(OptimisticLockException.class);
        }
        assertThat(new JdbcOrders(postgres.dataSource()).find(1).orElseThrow().status()).isEqualTo("paid");
    }

    @Test
    @DisplayName("Hibernate, jOOQ and JDBC work in one transaction: what all three wrote is rolled back together")
    void oneTransactionForAll() throws SQLException {
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            assertThatThrownBy(() -> orm.run(session -> {
                session.persist(Purchase.of(new Order(10, "Hibernate", "open", List.of(new Line("pen", 1, 1)))));
                session.flush(); // what follows shall see it
                session.doWork(connection -> {
                    var jooq = DSL.using(connection, SQLDialect.POSTGRES);
                    assertThat(jooq.fetchCount(JooqOrders.PURCHASE)).isEqualTo(3);
                    jooq.insertInto(JooqOrders.PURCHASE, JooqOrders.ID, JooqOrders.CUSTOMER, JooqOrders.STATUS)
                            .values(11L, "jOOQ", "open").execute();
                    try (var insert = connection.prepareStatement(
                            "INSERT INTO purchase (id, customer, status) SELECT 12, 'JDBC', status"
                                    + " FROM purchase WHERE id = 11")) {
                        assertThat(insert.executeUpdate()).isEqualTo(1);
                    }
                });
                throw new IllegalStateException("and back");
            })).hasMessage("and back");
        }
        assertThat(new JdbcOrders(postgres.dataSource()).page(0, 100)).hasSize(2);
    }

    @Test
    @DisplayName("A connection that dies in the middle of a flush leaves nothing half-written; its session cannot commit, and finds null where there is a row, without asking")
    void killedFlush() throws SQLException {
        // the row of order 11 ends the session that inserts it: 10 is sent before it, in the same flush
        Shop.execute(postgres.dataSource(), "CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'");
        Shop.execute(postgres.dataSource(), "CREATE TRIGGER die BEFORE INSERT ON purchase FOR EACH ROW"
                + " WHEN (NEW.id = 11) EXECUTE FUNCTION die()");
        try (var orm = Orm.onTables(postgres, Purchase.class); var session = orm.sessions().openSession()) {
            session.beginTransaction();
            session.persist(Purchase.of(new Order(10, "Ada", "open", List.of())));
            session.persist(Purchase.of(new Order(11, "Eve", "open", List.of())));
            assertThatThrownBy(session::flush).rootCause().isInstanceOfSatisfying(SQLException.class,
                    e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
            assertThat(orm.statements().count()).isEqualTo(2);
            assertThat(session.find(Purchase.class, 1L)).as("not asked for: the session is to be thrown away").isNull();
            assertThat(orm.statements().count()).isEqualTo(2);
            assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(TransactionException.class);
        }
        assertThat(new JdbcOrders(postgres.dataSource()).page(0, 100)).hasSize(2);
    }
}
