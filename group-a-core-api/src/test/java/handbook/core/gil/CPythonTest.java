package handbook.core.gil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import handbook.support.example.Failure;

class CPythonTest {
    @TempDir
    Path folder;

    /// A `python3` that is a shell script.
    private Optional<CPython> python3(String script) throws IOException {
        var file = folder.resolve("python3");
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no shell scripts here");
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return CPython.on("/no/such/folder" + File.pathSeparator + folder);
    }

    @Test
    void withoutAProgramOnThePathThereIsNone() {
        assertThat(CPython.on(folder.toString())).isEmpty();
        assertThat(CPython.on("")).isEmpty();
        assertThat(CPython.origin(Optional.empty())).isEqualTo("no python3 on the PATH: its rows have no figures");
    }

    @Test
    void theProgramOnThePathTellsItsVersion() throws IOException {
        var python = python3("echo CPython 3.99.0; echo \"$0\"");
        assertThat(CPython.origin(python)).isEqualTo("CPython 3.99.0");
    }

    @Test
    void aWarningBeforeTheVersionIsNotTheVersion() throws IOException {
        var python = python3("echo warning: setlocale >&2; echo CPython 3.99.0; echo \"$0\"");
        assertThat(CPython.origin(python)).isEqualTo("CPython 3.99.0");
        assertThat(python.orElseThrow().run("version")).hasSize(3);
    }

    @Test
    void aProgramThatDoesNotRunIsNone() throws IOException {
        assertThat(python3("echo to get python3, install it; exit 1")).isEmpty();
        assertThat(python3("echo to get python3, install it")).isEmpty();
    }

    @Test
    void aProgramThatDoesNotEndIsKilled() throws IOException {
        var python = python3("case $4 in version) echo CPython 3.99.0; echo \"$0\";; *) exec sleep 600;; esac");
        assertThatThrownBy(() -> python.orElseThrow().run(Duration.ofMillis(1), "cpu")).isInstanceOf(Failure.class)
                .hasMessageContaining("did not end");
    }

    @Test
    void aFailingRunIsAFailureWithItsLastLine() throws IOException {
        var python = python3("case $4 in version) echo CPython 3.99.0; echo \"$0\";; *) echo why; exit 3;; esac");
        assertThatThrownBy(() -> python.orElseThrow().run("cpu")).isInstanceOf(Failure.class)
                .hasMessageContaining("why");
    }

    @Test
    void cpuBoundShowsWhatItPrinted() throws IOException {
        var python = python3("""
                case $4 in
                  version) echo CPython 3.99.0; echo "$0";;
                  cpu) echo warning >&2; echo 168 2000 1000; echo 168 2000 2000; echo 168 1000 2000;;
                esac""");
        var ways = CpuBoundExample.run(2, 1_000, python).python();
        assertThat(ways).extracting(CpuBoundExample.Way::name).containsExactly("CPython, one thread",
                "CPython, threads", "CPython, processes");
        assertThat(ways.getLast()).isEqualTo(new CpuBoundExample.Way("CPython, processes", 168, 1_000, 2_000));
    }

    @Test
    void cpuBoundRefusesAWrongCount() throws IOException {
        var python = python3("""
                case $4 in
                  version) echo CPython 3.99.0; echo "$0";;
                  cpu) echo 168 2000 1000; echo 169 2000 2000; echo 168 1000 2000;;
                esac""");
        assertThatThrownBy(() -> CpuBoundExample.run(2, 1_000, python)).isInstanceOf(Failure.class)
                .hasMessageContaining("169");
    }

    @Test
    void ioBoundFailsAtOnceWhenItCannotSend() throws IOException {
        var python = python3("case $4 in version) echo CPython 3.99.0; echo \"$0\";; *) echo refused; exit 1;; esac");
        assertThatThrownBy(() -> IoBoundExample.run(9, python)).isInstanceOf(Failure.class)
                .hasMessageContaining("refused");
    }

    @Test
    void theRealOneDoesTheSameWork() throws InterruptedException {
        var python = CPython.onPath();
        assumeTrue(python.isPresent(), "no python3 on the PATH");
        assertThat(CpuBoundExample.run(2, 5_000, python).python()).extracting(CpuBoundExample.Way::primes)
                .containsExactly(669L, 669L, 669L);
        assertThat(IoBoundExample.run(20, python).python()).extracting(IoBoundExample.Way::mostInside)
                .containsExactly(1, 8, 20);
    }
}
