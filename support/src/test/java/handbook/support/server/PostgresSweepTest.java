package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PostgresSweepTest extends SweepTest {
    private static ProcessHandle serverOn(Path folder) throws IOException {
        var pid = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void theServerOfAKilledJvmIsSweptByTheNextStartAndALiveNeighbourIsLeftAlone() throws IOException {
        try (var killed = start(PostgresUser.class, "embedded", "wait")) {
            killed.awaitLine("READY ");
            var orphan = serverOn(serverFolders().getFirst());
            killed.kill();
            assertThat(orphan.isAlive()).isTrue();

            try (var neighbour = start(PostgresUser.class, "embedded", "wait")) {
                neighbour.awaitLine("READY ");
                assertThat(ServerFolder.awaitEnd(orphan)).isTrue();
                assertThat(serverFolders()).hasSize(1);

                try (var next = start(PostgresUser.class, "embedded", "end")) {
                    next.awaitLine("READY ");
                    assertThat(serverFolders()).hasSize(2);
                    assertThat(next.join().exitCode()).isZero();
                }
                assertThat(serverFolders()).hasSize(1);
                neighbour.writeLine("");
                assertThat(neighbour.awaitLine("ROWS ")).isEqualTo("1");

                var server = serverOn(serverFolders().getFirst());
                neighbour.terminate();
                neighbour.join();
                assertThat(ServerFolder.awaitEnd(server)).isTrue();
                assertThat(serverFolders()).isEmpty();
            }
        }
    }

    @Test
    void onCtrlCTheDatabaseOfTheRunIsDroppedFromAnExternalServer() throws SQLException {
        try (var server = Postgres.at(null); var user = start(PostgresUser.class, server.url(), "wait")) {
            var theirs = user.awaitLine("READY ").replaceAll(".*/(handbook_\\w+).*", "$1");
            assertThat(PostgresTest.databases(server)).contains(theirs);
            user.terminate();
            user.join();
            assertThat(PostgresTest.databases(server)).doesNotContain(theirs);
        }
    }

    @Test
    void onCtrlCADatabaseThatIsBeingMadeIsDroppedToo() throws SQLException {
        try (var server = Postgres.at(null); var admin = server.connect(); var statement = admin.createStatement()) {
            var before = PostgresTest.databases(server);
            admin.setAutoCommit(false);
            statement.execute("COMMENT ON DATABASE template0 IS 'locked: no copy of it can be made'");
            try (var user = start(PostgresUser.class, server.url(), "wait")) {
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> PostgresTest.isSomebodyLockedOut(server));
                user.terminate();
                user.awaitLine("ENDING");
                admin.rollback();
                user.join();
            }
            assertThat(PostgresTest.databases(server)).containsExactlyInAnyOrderElementsOf(before);
        }
    }

    /// Ctrl-C in a terminal is for the whole process group: the server stops by itself.
    @Test
    void onCtrlCAnEmbeddedServerThatHasEndedBeforeIsNoError() throws Exception {
        try (var user = start(PostgresUser.class, "embedded", "wait")) {
            user.awaitLine("READY ");
            var server = serverOn(serverFolders().getFirst());
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid())).start().waitFor();
            assertThat(ServerFolder.awaitEnd(server)).isTrue();
            user.terminate();
            assertThat(user.join().err()).isEmpty();
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void aServerWhoseSessionIsBusyIsStoppedInOrder() throws IOException {
        try (var killed = start(PostgresUser.class, "embedded", "busy")) {
            killed.awaitLine("READY ");
            var orphan = serverOn(serverFolders().getFirst());
            killed.kill();
            assertThat(ServerFolder.terminate(orphan)).isTrue();
        }
    }
}
