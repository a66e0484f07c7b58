package handbook.concurrency.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.process.ChildJvm;

@Timeout(60) // only so that a mistake ends
class ProcessPipeTest {
    private static final long BYTES = 4 * 1024 * 1024 + 1; // more than 16 pages, also where a page has 64 KiB

    @Test
    @DisplayName("A child whose output nobody reads stops when the pipe is full, and ends by itself once it is drained")
    void undrainedChildFreezes() throws Exception {
        var stuck = new Pipe(BYTES).waitFirst();
        assertThat(stuck.alive()).isTrue();
        assertThat(stuck.standsIn()).startsWith("java.io.FileOutputStream.write");
        assertThat(stuck.inPipe()).isPositive().isLessThan(BYTES);
        assertThat(stuck.said()).isPositive().isLessThanOrEqualTo(stuck.inPipe());
        assertThat(stuck.read()).isEqualTo(BYTES);
        assertThat(stuck.exitCode()).isEqualTo(Chatty.EXIT_CODE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @DisplayName("On Linux a pipe is full with 16 pages by default: all that the child said it wrote")
    void sixteenPages() throws Exception {
        var getconf = new ProcessBuilder("getconf", "PAGESIZE").start();
        var page = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        var stuck = new Pipe(BYTES).waitFirst();
        assertThat(stuck.inPipe()).isEqualTo(16 * Long.parseLong(page));
        assertThat(stuck.said()).isEqualTo(stuck.inPipe());
    }

    @Test
    @DisplayName("A child whose output is read, redirected or discarded ends with its own exit code")
    void cures() throws Exception {
        var pipe = new Pipe(BYTES);
        assertThat(List.of(pipe.drain(), pipe.toFile())).allSatisfy(cured -> {
            assertThat(cured.exitCode()).isEqualTo(Chatty.EXIT_CODE);
            assertThat(cured.kept()).isEqualTo(BYTES);
        });
        assertThat(pipe.discard().exitCode()).isEqualTo(Chatty.EXIT_CODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {JobWorker.HALT, JobWorker.FILL})
    @DisplayName("A job that kills its worker process leaves every other job done exactly once; in one JVM the rest is lost")
    void isolation(String bug) {
        var isolation = ProcessPipeExample.isolation(bug);
        assertThat(isolation.apart().done()).containsExactly("job-1", "job-2", "job-3", "job-4", "job-6", "job-7",
                "job-8", "job-9");
        assertThat(isolation.apart().lost()).isZero();
        assertThat(isolation.apart().crashes()).extracting(Supervisor.Crash::job).containsExactly(bug);
        assertThat(isolation.together().done()).containsExactly("job-1", "job-2", "job-3", "job-4");
        assertThat(isolation.together().lost()).isEqualTo(4);
    }

    /// Does not end when it is asked to.
    private static final class Stubborn {
        public static void main(String[] args) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.println("ASKED");
                Gate.await(() -> false);
            }));
            System.out.println("READY");
            new CountDownLatch(1).await();
        }
    }

    @Test
    @DisplayName("A child that does not end on SIGTERM is ended by SIGKILL, exit code 137")
    void stubbornChild() {
        try (var child = ChildJvm.start(Stubborn.class, JobWorker.FLAGS)) {
            child.awaitLine("READY");
            child.terminate();
            child.awaitLine("ASKED");
            assertThat(child.isAlive()).isTrue();
            child.kill();
            assertThat(child.join().exitCode()).isEqualTo(137);
        }
    }
}
