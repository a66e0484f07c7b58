package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import picocli.CommandLine.Command;

/// What is left of the servers of several JVMs that share a cache folder of their own.
class RedisSweepTest {
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
        return ChildJvm.start(RedisUser.class, List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home), url, how);
    }

    private ProcessHandle serverOf(ChildJvm child) {
        return ProcessHandle.of(child.pid()).orElseThrow().children()
                .filter(p -> p.info().commandLine().orElse("").contains("redis-server")).findFirst().orElseThrow();
    }

    private List<Path> serverFolders() throws IOException {
        try (var files = Files.list(home.resolve(".cache/java-interview-handbook/servers"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void theServerOfAKilledJvmIsSweptByTheNextStartAndALiveNeighbourIsLeftAlone() throws IOException {
        try (var killed = start("embedded", "wait"); var neighbour = start("embedded", "wait")) {
            killed.awaitLine("READY ");
            neighbour.awaitLine("READY ");
            var orphan = serverOf(killed);
            killed.kill();
            assertThat(orphan.isAlive()).isTrue();
            assertThat(serverFolders()).hasSize(2);

            try (var next = start("embedded", "end")) {
                next.awaitLine("READY ");
                Awaitility.await().until(() -> !orphan.isAlive());
                assertThat(next.join().exitCode()).isZero();
            }
            assertThat(serverFolders()).hasSize(1);
            neighbour.writeLine("");
            neighbour.awaitLine("PONG");
            neighbour.terminate();
            neighbour.join();
        }
    }

    /// An example that has nothing to do with servers.
    @Command(name = "idle")
    private static final class IdleExample extends Example {
        public static void main(String[] args) {
            ExampleRunner.main(new IdleExample(), args);
        }

        @Override
        public void call() {
            // only its start matters here
        }
    }

    @Test
    void everyExampleSweepsAlsoOneWithoutAServer() throws IOException {
        try (var killed = start("embedded", "wait")) {
            killed.awaitLine("READY ");
            var orphan = serverOf(killed);
            killed.kill();
            assertThat(ChildJvm.run(IdleExample.class, List.of("-Duser.home=" + home)).exitCode()).isZero();
            Awaitility.await().until(() -> !orphan.isAlive());
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void atTheEndAndOnCtrlCNothingIsLeft() throws IOException {
        try (var ending = start("embedded", "wait")) {
            ending.awaitLine("READY ");
            var server = serverOf(ending);
            ending.terminate();
            ending.join();
            Awaitility.await().until(() -> !server.isAlive());
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void aServerThatDoesNotStartIsOneLineAndLeavesNothing() throws IOException {
        try (var failing = start("embedded", "no-such-setting 1")) {
            assertThat(failing.awaitLine("FAILED ")).startsWith("Cannot start the embedded Redis: ")
                    .contains("no-such-setting", "Bad directive");
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void onCtrlCTheKeysOfTheRunAreRemovedFromAnExternalServer() {
        try (var server = Redis.at(null); var user = start(server.uri(), "wait")) {
            user.awaitLine("READY ");
            assertThat(RedisTest.keys(server.uri())).singleElement().asString().endsWith(":left-behind");
            user.terminate();
            user.join();
            assertThat(RedisTest.keys(server.uri())).isEmpty();
        }
    }
}
