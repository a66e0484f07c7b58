package handbook.support.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class TempFolderTest {
    private static final class Careless {
        public static void main(String[] args) throws IOException {
            var folder = new TempFolder("test");
            Files.writeString(Files.createDirectories(folder.path().resolve("a/b")).resolve("c"), "x");
            System.out.println(folder.path());
        }
    }

    @Test
    void itIsGoneWithItsContentWhenClosedAlsoTwice() throws IOException {
        var folder = new TempFolder("test");
        Files.writeString(folder.path().resolve("file"), "x");
        folder.close();
        assertThat(folder.path()).doesNotExist();
        folder.close();
    }

    @Test
    void whatCannotBeReadIsAnIOException() throws IOException {
        assumeFalse(System.getProperty("user.name").equals("root"), "root can read everything");
        try (var folder = new TempFolder("test")) {
            var closed = Files.createDirectory(folder.path().resolve("closed")).toFile();
            assertThat(closed.setReadable(false)).isTrue();
            assertThatThrownBy(folder::close).isInstanceOf(IOException.class);
            assertThat(closed.setReadable(true)).isTrue();
        }
    }

    @Test
    void oneThatIsNotClosedIsGoneWithItsJvm() {
        var ended = ChildJvm.run(Careless.class, List.of("-Xmx32m"));
        assertThat(Path.of(ended.out().getFirst())).doesNotExist();
    }
}
