package handbook.support.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import handbook.sample.sheep.SheepExample;
import handbook.support.process.ChildJvm;
import handbook.support.process.ChildJvm.Ended;
import picocli.CommandLine.Command;

class LauncherTest {
    @TempDir
    Path classes;

    /// Has the id of another.
    @Command(name = "sheep-count")
    abstract static class OtherExample extends Example {}

    @BeforeEach
    void oneExample() throws IOException {
        add(SheepExample.class);
    }

    /// Adds the class file of a class of this class path.
    private void add(Class<?> type) throws IOException {
        var name = type.getName().replace('.', '/') + ".class";
        Files.createDirectories(classes.resolve(name).getParent());
        try (var file = LauncherTest.class.getResourceAsStream("/" + name)) {
            Files.write(classes.resolve(name), file.readAllBytes());
        }
    }

    private static Ended launch(Path classes, String... args) {
        var all = new String[args.length + 1];
        all[0] = classes.toString();
        System.arraycopy(args, 0, all, 1, args.length);
        return ChildJvm.run(Launcher.class, List.of("-XX:TieredStopAtLevel=1"), all);
    }

    @Test
    void theExampleGetsTheArgumentsBehindItsId() {
        var ended = launch(classes, "sheep-count", "7");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).first().asString().endsWith("sheep=7");
    }

    @Test
    void aWrongIdListsTheRightOnes() {
        assertThat(launch(classes, "sheep-cuont")).isEqualTo(new Ended(2, List.of(),
                List.of("No example 'sheep-cuont' here. The examples of this module:", "  sheep-count")));
    }

    @Test
    void twoExamplesWithOneIdAreOneLine() throws IOException {
        add(OtherExample.class);
        var ended = launch(classes, "sheep-count");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).singleElement().asString().contains("Two examples have the id 'sheep-count'",
                SheepExample.class.getName(), OtherExample.class.getName(), "Rename one");
    }

    @Test
    void classesThatAreNotThereAreOneLine() {
        var ended = launch(classes.resolve("none"), "sheep-count");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).singleElement().asString().contains("run 'mvn compile' first");
    }
}
