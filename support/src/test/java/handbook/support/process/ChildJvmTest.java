package handbook.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import handbook.support.example.Failure;

class ChildJvmTest {
    private static final List<String> SMALL = List.of("-Xmx32m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /// Prints what it was given; ends with 3 after `end`, else waits for ever: after `many-lines` it prints them when
    /// it is told to, after `nest` it has started a child of its own.
    private static final class Echo {
        public static void main(String[] args) throws Exception {
            System.err.println("an error line");
            System.out.println("x".repeat(200_000));
            System.out.println("READY " + String.join(",", args));
            if (args[0].equals("last-words")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("LAST WORDS")));
            }
            if (args[0].equals("many-lines")) {
                System.in.read();
                System.out.print("\n".repeat(50_000)); // fits into the pipe
                System.err.println("DONE");
            }
            if (args[0].equals("nest")) {
                var grandchild = ChildJvm.start(Echo.class, SMALL, "wait");
                grandchild.awaitLine("READY ");
                System.out.println("GRANDCHILD " + grandchild.pid());
            }
            if (!args[0].equals("end")) {
                Thread.currentThread().join();
            }
            System.exit(3);
        }
    }

    @Test
    void outputLargerThanThePipeExitCodeAndBothStreamsArrive() {
        var ended = ChildJvm.run(Echo.class, SMALL, "end", "b");
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.out()).last().isEqualTo("READY end,b");
        assertThat(ended.err()).containsExactly("an error line");
    }

    @Test
    void aLineIsAwaitedAndTheChildKilled() {
        try (var child = ChildJvm.start(Echo.class, SMALL, "wait")) {
            assertThat(child.awaitLine("READY ")).isEqualTo("wait");
            child.kill();
            assertThat(child.join().exitCode()).isEqualTo(137);
        }
    }

    @Test
    void whatAChildHasPrintedBeforeItIsKilledIsRead() throws InterruptedException {
        try (var child = ChildJvm.start(Echo.class, SMALL, "many-lines")) {
            child.awaitLine("READY ");
            synchronized (child.out) { // its reader cannot go on until kill waits for it
                child.writeLine("print");
                assertThat(child.err.await("DONE", 60)).isNotNull();
                child.kill();
            }
            assertThat(child.join().out()).hasSize(2 + 50_000);
        }
    }

    @Test
    void whatAChildPrintsAfterItWasAskedToEndIsRead() {
        try (var child = ChildJvm.start(Echo.class, SMALL, "last-words")) {
            child.awaitLine("READY ");
            child.terminate();
            assertThat(child.join().out()).last().isEqualTo("LAST WORDS");
        }
    }

    @Test
    void aSourceFileWithPreviewFeaturesSeesThisClassPath(@TempDir Path folder) throws IOException {
        var source = Files.writeString(folder.resolve("Preview.java"), """
                void main() throws Exception {
                    try (var scope = java.util.concurrent.StructuredTaskScope.open()) {
                        scope.join();
                    }
                    System.out.println(handbook.support.console.Figures.count(1_000));
                }
                """);
        try (var child = ChildJvm.startPreview(source, SMALL)) {
            assertThat(child.join().out()).containsExactly("1,000");
        }
    }

    @Test
    void aChildThatEndsWithoutTheLineIsAFailureThatShowsItsOutput() {
        try (var child = ChildJvm.start(Echo.class, SMALL, "end")) {
            assertThatThrownBy(() -> child.awaitLine("NEVER ")).isInstanceOf(Failure.class)
                    .hasMessageContaining("an error line");
        }
    }

    @Test
    void wrongFlagIsShownAsTheJvmSaysIt() {
        var ended = ChildJvm.run(Echo.class, List.of("-XX:NoSuchFlag=1"));
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(String.join(" ", ended.out()) + ended.err()).contains("NoSuchFlag");
    }

    @Test
    void aChildDiesWithItsParentAlsoWhenTheParentIsKilled() {
        try (var parent = ChildJvm.start(Echo.class, SMALL, "nest")) {
            var grandchild = ProcessHandle.of(Long.parseLong(parent.awaitLine("GRANDCHILD "))).orElseThrow();
            parent.kill();
            // one that nobody has reaped is "alive", and has no command line
            Awaitility.await().until(() -> !grandchild.isAlive() || grandchild.info().commandLine().isEmpty());
        }
    }
}
