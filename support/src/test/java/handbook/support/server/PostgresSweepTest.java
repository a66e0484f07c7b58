package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import handbook.support.process.ChildJvm;

/// What is left of the servers of several JVMs that share a cache folder of their own.
class PostgresSweepTest {
    @TempDir
    Path home;

    /// No later run would ever sweep this folder.
    @AfterEach
    void nothingIsLeft() {
        var left = ServerFolder.serversUnder(home.resolve(".cache"));
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    private ChildJvm start(String url, String how) {
        return ChildJvm.start(PostgresUser.class, List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home), url, how);
    }

    private List<Path> serverFolders() throws IOException {
        try (var files = Files.list(home.resolve(".cache/java-interview-handbook/servers"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    private static ProcessHandle serverOn(Path folder) throws IOException {
        var pid = Files.readAllLines(folder.resolve("data").resolve("postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    @Test
    void theServerOfAKilledJvmIsSweptByTheNextStartAndALiveNeighbourIsLeftAlone() throws IOException {
        try (var killed = start("embedded", "wait")) {
            killed.awaitLine("READY ");
            var orphan = serverOn(serverFolders().getFirst());
            killed.kill();
            assertThat(orphan.isAlive()).isTrue();

            try (var neighbour = start("embedded", "wait")) {
                neighbour.awaitLine("READY ");
                assertThat(ServerFolder.awaitEnd(orphan)).isTrue();
                assertThat(serverFolders()).hasSize(1);

                try (var next = start("embedded", "end")) {
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
        try (var server = Postgres.at(null); var user = start(server.url(), "wait")) {
            var theirs = user.awaitLine("READY ").replaceAll(".*/(handbook_\\w+).*", "$1");
            assertThat(PostgresTest.databases(server)).contains(theirs);
            user.terminate();
            user.join();
            assertThat(PostgresTest.databases(server)).doesNotContain(theirs);
        }
    }
}
