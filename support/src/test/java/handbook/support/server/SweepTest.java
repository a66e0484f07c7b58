package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import handbook.support.process.ChildJvm;

/// What is left of the servers of several JVMs that share a cache folder of their own.
abstract class SweepTest {
    @TempDir
    Path home;

    /// No later run would ever sweep this folder.
    @AfterEach
    void nothingIsLeft() {
        var left = ServerFolder.serversUnder(home.resolve(".cache"));
        left.forEach(ProcessHandle::destroyForcibly);
        assertThat(left).isEmpty();
    }

    ChildJvm start(Class<?> main, String... args) {
        return ChildJvm.start(main, List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + home), args);
    }

    List<Path> serverFolders() throws IOException {
        try (var files = Files.list(home.resolve(".cache/java-interview-handbook/servers"))) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
