package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import picocli.CommandLine.Command;

class RedisSweepTest extends SweepTest {
    private ProcessHandle serverOf(ChildJvm child) {
        return ProcessHandle.of(child.pid()).orElseThrow().children()
                .filter(p -> p.info().commandLine().orElse("").contains("redis-server")).findFirst().orElseThrow();
    }

    @Test
    void theServerOfAKilledJvmIsSweptByTheNextStartAndALiveNeighbourIsLeftAlone() throws IOException {
        try (var killed = start(RedisUser.class, "embedded", "wait");
                var neighbour = start(RedisUser.class, "embedded", "wait")) {
            killed.awaitLine("READY ");
            neighbour.awaitLine("READY ");
            var orphan = serverOf(killed);
            killed.kill();
            assertThat(orphan.isAlive()).isTrue();
            assertThat(serverFolders()).hasSize(2);

            try (var next = start(RedisUser.class, "embedded", "end")) {
                next.awaitLine("READY ");
                assertThat(ServerFolder.awaitEnd(orphan)).isTrue();
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
        try (var killed = start(RedisUser.class, "embedded", "wait")) {
            killed.awaitLine("READY ");
            var orphan = serverOf(killed);
            killed.kill();
            assertThat(ChildJvm.run(IdleExample.class, List.of("-Duser.home=" + home)).exitCode()).isZero();
            assertThat(ServerFolder.awaitEnd(orphan)).isTrue();
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void atTheEndAndOnCtrlCNothingIsLeft() throws IOException {
        try (var ending = start(RedisUser.class, "embedded", "wait")) {
            ending.awaitLine("READY ");
            var server = serverOf(ending);
            ending.terminate();
            ending.join();
            assertThat(ServerFolder.awaitEnd(server)).isTrue();
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void aServerThatDoesNotStartIsOneLineAndLeavesNothing() throws IOException {
        try (var failing = start(RedisUser.class, "embedded", "no-such-setting 1")) {
            assertThat(failing.awaitLine("FAILED ")).startsWith("Cannot start the embedded Redis: ")
                    .contains("no-such-setting", "Bad directive");
            assertThat(serverFolders()).isEmpty();
        }
    }

    @Test
    void onCtrlCTheKeysOfTheRunAreRemovedFromAnExternalServer() {
        try (var server = Redis.at(null); var user = start(RedisUser.class, server.uri(), "wait")) {
            user.awaitLine("READY ");
            assertThat(RedisTest.keys(server.uri())).singleElement().asString().endsWith(":left-behind");
            user.terminate();
            user.join();
            assertThat(RedisTest.keys(server.uri())).isEmpty();
        }
    }
}
