package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.relationships.ForgottenIndexExample.Insert;
import handbook.core.relationships.ForgottenIndexExample.Reads;
import handbook.support.server.Postgres;
import handbook.support.sql.Plan;
import handbook.support.sql.Sql;

class ForeignKeyTest {
    private static final int CHILDREN = 5_000;
    private Postgres postgres;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        connection = postgres.connect();
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        postgres.close();
    }

    private static void assertRefused(ThrowingCallable call, String state) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    @Test
    @DisplayName("Without an index on the foreign key, deleting 20 childless parents scans the whole child table 20 times; with one it never does")
    void forgottenIndex() throws SQLException {
        ForgottenIndexExample.createTables(connection, CHILDREN);
        assertThat(ForgottenIndexExample.delete(connection)).isEqualTo(new Reads(20, 20L * CHILDREN, 0));
        ForgottenIndexExample.createIndex(connection);
        assertThat(ForgottenIndexExample.delete(connection)).isEqualTo(new Reads(0, 0, 20));
    }

    @Test
    @DisplayName("Who inserts a child while its parent is being deleted waits, and is then refused with 23503")
    void insertWhileDeleting() throws SQLException {
        ForgottenIndexExample.createTables(connection, CHILDREN);
        assertThat(ForgottenIndexExample.insertWhileDeleting(postgres)).isEqualTo(new Insert(true, "23503"));
    }

    @Test
    @DisplayName("A junction's primary key does not serve the other direction: a scan of the table, until the reverse index is there")
    void junction() throws SQLException {
        statement.execute("CREATE TABLE enrolment (student int, course int, PRIMARY KEY (student, course))"
                + " WITH (autovacuum_enabled = false)");
        statement.execute("INSERT INTO enrolment SELECT s, c * 50 + s % 50 FROM generate_series(1, 5000) s,"
                + " generate_series(1, 10) c");
        statement.execute("VACUUM (ANALYZE) enrolment");
        statement.execute("SET max_parallel_workers_per_gather = 0");
        var byStudent = plan("SELECT course FROM enrolment WHERE student = ?");
        assertThat(byStudent.indexes()).containsExactly("enrolment_pkey");
        var without = plan("SELECT student FROM enrolment WHERE course = ?");
        assertThat(without.types()).containsExactly("Seq Scan");
        assertThat(without.rowsRemoved()).isEqualTo(49_900);

        statement.execute("CREATE INDEX enrolment_by_course ON enrolment (course, student)");
        var with = plan("SELECT student FROM enrolment WHERE course = ?");
        assertThat(with.types()).containsExactly("Index Only Scan");
        assertThat(with.indexes()).containsExactly("enrolment_by_course");
        assertThat(with.root().rows()).isEqualTo(100);
        assertThat(with.rowsRemoved()).isZero();
        assertRefused(() -> statement.execute("INSERT INTO enrolment VALUES (1, 51)"), "23505");
    }

    private Plan plan(String query) throws SQLException {
        return Plan.of(connection, query, 77);
    }

    @Test
    @DisplayName("A unique foreign key makes zero or one; with two mandatory sides a deferred constraint lets one row come first, and refuses a lonely one at commit with 23503")
    void mandatoryOnBothSides() throws SQLException {
        createTeams();
        statement.execute("INSERT INTO team VALUES (1, 10)"); // a unique key on the other side, and nobody is there
        statement.execute("INSERT INTO player VALUES (10, 1)");
        assertRefused(() -> statement.execute("INSERT INTO player VALUES (11, 1)"), "23505");

        statement.execute("ALTER TABLE team ADD FOREIGN KEY (captain) REFERENCES player DEFERRABLE INITIALLY DEFERRED");
        connection.setAutoCommit(false);
        statement.execute("INSERT INTO team VALUES (2, 20)");
        statement.execute("INSERT INTO player VALUES (20, 2)");
        connection.commit();
        statement.execute("INSERT INTO team VALUES (3, 30)");
        assertRefused(connection::commit, "23503");
    }

    private void createTeams() throws SQLException {
        statement.execute("CREATE TABLE team (id int PRIMARY KEY, captain int NOT NULL UNIQUE)");
        statement.execute("CREATE TABLE player (id int PRIMARY KEY, team int NOT NULL UNIQUE REFERENCES team)");
    }

    @Test
    @DisplayName("With immediate keys on two mandatory sides neither row can come first; one statement that inserts both passes")
    void bothByOneStatement() throws SQLException {
        createTeams();
        statement.execute("ALTER TABLE team ADD FOREIGN KEY (captain) REFERENCES player");
        connection.setAutoCommit(false); // what is refused is the statement, not the commit
        assertRefused(() -> statement.execute("INSERT INTO team VALUES (1, 10)"), "23503");
        connection.rollback();
        assertRefused(() -> statement.execute("INSERT INTO player VALUES (10, 1)"), "23503");
        connection.rollback();
        statement.execute("WITH new_team AS (INSERT INTO team VALUES (1, 10)) INSERT INTO player VALUES (10, 1)");
        assertThat(Sql.number(connection, "SELECT count(*) FROM team JOIN player ON captain = player.id")).isEqualTo(1);
    }
}
