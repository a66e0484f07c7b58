package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.Failure;

class PostgresTest {
    private static final @Nullable String EMBEDDED = null;

    private static List<String> query(Postgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect(); var statement = connection.createStatement()) {
            var values = new ArrayList<String>();
            if (statement.execute(sql)) {
                try (var rows = statement.getResultSet()) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
            return values;
        }
    }

    static List<String> databases(Postgres postgres) throws SQLException {
        return query(postgres, "SELECT datname FROM pg_database");
    }

    static boolean isSomebodyLockedOut(Postgres postgres) throws SQLException {
        return !query(postgres, "SELECT pid FROM pg_locks WHERE NOT granted").isEmpty();
    }

    @Test
    void twoDatabasesShareTheServerOfTheJvmAndSeeNothingOfEachOther() throws SQLException {
        try (var one = Postgres.at(EMBEDDED); var two = Postgres.at(EMBEDDED)) {
            assertThat(one).hasToString("PostgreSQL 18.6 (embedded)");
            query(one, "CREATE TABLE t (a int)");
            assertThat(query(one, "SELECT to_regclass('t')::text")).containsExactly("t");
            assertThat(query(two, "SELECT to_regclass('t')::text")).containsOnlyNulls();
            assertThat(query(one, "SHOW port")).isEqualTo(query(two, "SHOW port"));
        }
    }

    @Test
    void itListensOnTheLoopbackAddressAndNowhereElse() throws SQLException {
        try (var postgres = Postgres.at(EMBEDDED)) {
            assertThat(query(postgres, "SHOW listen_addresses")).containsExactly("127.0.0.1");
            assertThat(query(postgres, "SHOW unix_socket_directories")).containsExactly("");
        }
    }

    @Test
    void textIsOrderedByCodePoint() throws SQLException {
        try (var postgres = Postgres.at(EMBEDDED)) {
            assertThat(query(postgres, "SELECT a FROM (VALUES ('b'), ('B'), ('é'), ('a')) t(a) ORDER BY a"))
                    .containsExactly("B", "a", "b", "é");
            assertThat(query(postgres, "SELECT upper('é')")).containsExactly("É");
        }
    }

    @Test
    void closedTwiceIsDroppedOnceWithTheSessionsThatAreStillOnIt() throws SQLException {
        try (var other = Postgres.at(EMBEDDED)) {
            var postgres = Postgres.at(EMBEDDED);
            var before = databases(other);
            try (var stillOpen = postgres.connect()) {
                postgres.close();
                postgres.close();
                assertThat(stillOpen.isValid(1)).isFalse();
            }
            assertThat(before).containsAll(databases(other)).hasSize(databases(other).size() + 1);
        }
    }

    @Test
    void itsOwnServerTakesSettingsAndKeepsWhatWasCommittedThroughAKill() throws SQLException {
        try (var postgres = Postgres.own("fsync=on", "synchronous_commit=on")) {
            assertThat(postgres).hasToString("PostgreSQL 18.6 (embedded, fsync=on, synchronous_commit=on)");
            assertThat(query(postgres, "SHOW fsync")).containsExactly("on");
            assertThat(query(postgres, "SHOW synchronous_commit")).containsExactly("on");
            // what a kill leaves of it is deleted with the data folder
            assertThat(query(postgres, "SHOW dynamic_shared_memory_type")).containsAnyOf("mmap", "windows");
            query(postgres, "CREATE TABLE t AS SELECT 1 AS a");
            var url = postgres.url();
            postgres.kill();
            assertThatThrownBy(postgres::connect).isInstanceOf(SQLException.class);
            postgres.start();
            assertThat(postgres.url()).isEqualTo(url);
            assertThat(query(postgres, "SELECT a FROM t")).containsExactly("1");
            postgres.restart();
            assertThat(query(postgres, "SELECT a FROM t")).containsExactly("1");
        }
    }

    @Test
    void theSharedServerIsQuickAndCannotBeKilled() throws SQLException {
        try (var postgres = Postgres.at(EMBEDDED)) {
            assertThat(query(postgres, "SHOW fsync")).containsExactly("off");
            assertThat(query(postgres, "SHOW synchronous_commit")).containsExactly("off");
            assertThatThrownBy(postgres::kill).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Postgres.own");
        }
    }

    @Test
    void aWrongSettingIsOneLine() {
        assertThatThrownBy(() -> Postgres.own("no_such_setting=1")).isInstanceOf(Failure.class)
                .hasMessageMatching("Cannot start the embedded PostgreSQL: .*no_such_setting.*");
    }

    @Test
    void onAnExternalServerADatabaseIsMadeAndDroppedAndNothingElseIsTouched() throws SQLException {
        try (var server = Postgres.at(EMBEDDED)) {
            query(server, "CREATE TABLE theirs (a int)");
            var before = databases(server);
            try (var postgres = Postgres.at(server.url())) {
                assertThat(postgres).hasToString("PostgreSQL 18.6 (external)");
                query(postgres, "CREATE TABLE t (a int)");
                assertThat(databases(server)).hasSize(before.size() + 1);
            }
            assertThat(databases(server)).containsExactlyInAnyOrderElementsOf(before);
            assertThat(query(server, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                    .containsExactly("theirs");
        }
    }

    @Test
    void aUserWhoMayNotCreateDatabasesIsToldSoAndThePasswordIsNotShown() throws SQLException {
        try (var server = Postgres.own()) {
            query(server, "CREATE ROLE guest LOGIN PASSWORD 'secret'");
            var url = server.url().replace("user=postgres", "user=guest&password=secret");
            assertThatThrownBy(() -> Postgres.at(url)).isInstanceOf(Failure.class)
                    .hasMessageStartingWith("HANDBOOK_POSTGRES_URL=jdbc:postgresql://127.0.0.1:")
                    .hasMessageContaining("permission denied to create database").hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:5432", "postgres://localhost/db", "jdbc:mysql://localhost/db",
            "jdbc:postgresql://localhost", "jdbc:postgresql:///db", "jdbc:postgresql://localhost:x/db",
            "jdbc:postgresql://local host/db"})
    void aMalformedUrlIsOneLineThatNamesTheVariable(String url) {
        assertThatThrownBy(() -> Postgres.at(url)).isInstanceOf(Failure.class)
                .hasMessageStartingWith("HANDBOOK_POSTGRES_URL=" + url + " is not of the form jdbc:postgresql://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://user:secret@host/db", "jdbc:postgresql://user:secret@host/db",
            "user:secret@host", "jdbc:postgresql://host:99999/db?password=secret",
            "jdbc:postgresql://host/a b?password=s@ecret"})
    void theSecretOfAMalformedUrlIsNotShown(String url) {
        assertThatThrownBy(() -> Postgres.at(url)).isInstanceOf(Failure.class)
                .hasMessageMatching("HANDBOOK_POSTGRES_URL=.+(is not of the form|cannot be used:) .+")
                .hasMessageContaining("***").hasMessageContaining("host").hasMessageNotContaining("ecret");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:postgresql://127.0.0.1:1/db, Connection refused",
            "jdbc:postgresql://no-such-host.invalid/db, no-such-host.invalid"})
    void anUnreachableServerIsOneLineThatNamesTheVariableAndTheCause(String url, String cause) {
        assertThatThrownBy(() -> Postgres.at(url)).isInstanceOf(Failure.class).hasMessageMatching(
                "HANDBOOK_POSTGRES_URL=\\Q" + url + "\\E cannot be used: .*\\Q" + cause + "\\E.*");
    }

    @Test
    void withoutProgramsForTheSystemItSaysWhatToSet() {
        assertThatThrownBy(() -> PostgresFiles.packed("Plan 9", "amd64")).isInstanceOf(Failure.class)
                .hasMessageContaining("no embedded PostgreSQL for Plan 9 on amd64")
                .hasMessageContaining("HANDBOOK_POSTGRES_URL");
    }
}
