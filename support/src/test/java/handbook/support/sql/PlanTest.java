package handbook.support.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Types;

import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;

class PlanTest {
    @Test
    void aPlanTellsTypesIndexesRowsAndPages() throws SQLException {
        try (var postgres = Postgres.open();
                var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id int PRIMARY KEY, n int) WITH (autovacuum_enabled = false)");
            statement.execute("INSERT INTO t SELECT i, i % 10 FROM generate_series(1, 10000) AS i");
            statement.execute("VACUUM (ANALYZE) t");

            var byKey = Plan.of(connection, "SELECT n FROM t WHERE id = ?", 77);
            assertThat(byKey.types()).containsExactly("Index Scan");
            assertThat(byKey.indexes()).containsExactly("t_pkey");
            assertThat(byKey.root().rows()).isEqualTo(1);
            assertThat(byKey.rowsRemoved()).isZero();

            var byFilter = Plan.of(connection, "SELECT count(*) FROM t WHERE n = ?", 3);
            assertThat(byFilter.types()).containsExactly("Aggregate", "Seq Scan");
            assertThat(byFilter.indexes()).isEmpty();
            assertThat(byFilter.nodes().getLast().rows()).isEqualTo(1_000);
            assertThat(byFilter.rowsRemoved()).isEqualTo(9_000);
            assertThat(byFilter.pages()).isGreaterThan(byKey.pages());
        }
    }

    @Test
    void statementsAreCountedABatchOnce() throws SQLException {
        try (var postgres = Postgres.open()) {
            var statements = new Statements(postgres.dataSource());
            try (var connection = statements.dataSource().getConnection();
                    var create = connection.prepareStatement("CREATE TABLE t (id int)");
                    var insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                create.execute();
                for (int id = 0; id < 3; id++) {
                    insert.setInt(1, id);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            assertThat(statements.executed()).containsExactly("CREATE TABLE t (id int)", "INSERT INTO t VALUES (?)");
            assertThat(statements.count()).isEqualTo(2);
            statements.clear();
            assertThat(statements.count()).isZero();
        }
    }

    @Test
    void theLastStatementIsExplainedWithItsValues() throws SQLException {
        try (var postgres = Postgres.open()) {
            var statements = new Statements(postgres.dataSource());
            try (var connection = statements.dataSource().getConnection();
                    var query = connection.prepareStatement("SELECT FROM generate_series(1, ?) AS i WHERE i > ?")) {
                query.setInt(2, 30); // bound in any order
                query.setInt(1, 100);
                query.execute();
                var plan = statements.planOfLast(connection);
                assertThat(plan.root().rows()).isEqualTo(70);
                assertThat(plan.rowsRemoved()).isEqualTo(30);
            }
        }
    }

    @Test
    void aNullIsExplainedAsANull() throws SQLException {
        try (var postgres = Postgres.open()) {
            var statements = new Statements(postgres.dataSource());
            try (var connection = statements.dataSource().getConnection();
                    var query = connection.prepareStatement("SELECT 1 WHERE ?::int IS NULL")) {
                query.setNull(1, Types.INTEGER);
                query.execute();
                assertThat(statements.planOfLast(connection).root().rows()).isEqualTo(1);
            }
        }
    }

    @Test
    void aFewRowsRemovedInManyLoopsAreRoundedToNone() throws SQLException {
        try (var postgres = Postgres.open(); var connection = postgres.connect()) {
            var loops = Plan.of(connection, "SELECT FROM generate_series(1, 100) AS i CROSS JOIN LATERAL "
                    + "(SELECT FROM generate_series(i, i + 9) AS j WHERE j % 50 <> 0 OFFSET 0) AS ten");
            assertThat(loops.nodes().getLast().rows()).isEqualTo(980); // so 20 of 1,000 were removed
            assertThat(loops.rowsRemoved()).isZero();
        }
    }

    @Test
    void rowsAndValuesThatCameBackAreCounted() throws SQLException {
        try (var postgres = Postgres.open()) {
            var statements = new Statements(postgres.dataSource());
            try (var connection = statements.dataSource().getConnection();
                    var statement = connection.createStatement();
                    var result = statement.executeQuery("SELECT i, 'x' FROM generate_series(1, 5) AS i")) {
                for (int row = 0; row < 3; row++) { // two of five are never read
                    assertThat(result.next()).isTrue();
                }
            }
            assertThat(statements.rows()).isEqualTo(3);
            assertThat(statements.values()).isEqualTo(6);
            statements.clear();
            assertThat(statements.rows() + statements.values()).isZero();
        }
    }
}
