package handbook.core.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import handbook.support.sql.Plan.Node;

/// A database and a session for each test class, and how its tests read plans.
abstract class OnPostgres {
    static final int ROWS = 20_000;
    static Postgres postgres;
    static Session session;

    @BeforeAll
    static void open() throws SQLException {
        postgres = Postgres.open();
        session = Session.on(postgres);
    }

    @AfterAll
    static void close() throws SQLException {
        session.close();
        postgres.close();
    }

    /// The first node, from the top, of which the server says this.
    static Node node(Plan plan, String detail) {
        return plan.nodes().stream().filter(node -> node.details().has(detail)).findFirst().orElseThrow();
    }

    static String detail(Plan plan, String name) {
        return node(plan, name).details().path(name).asString();
    }

    static void assertReadsAll(Plan plan) {
        assertThat(plan.types()).contains("Seq Scan");
        assertThat(plan.indexes()).isEmpty();
    }

    static void assertUses(Plan plan, String index) {
        assertThat(plan.indexes()).containsExactly(index);
        assertThat(plan.types()).doesNotContain("Seq Scan");
        assertThat(plan.nodes()).anyMatch(node -> node.details().has("Index Cond"));
    }

    static void assertRefused(ThrowingCallable call, String state) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo(state));
    }
}
