package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The variables that name external servers, as the reader of an example meets them.
class ExternalTest {
    @Command(name = "opener")
    private static final class OpenerExample extends Example {
        @Parameters
        String variable = "";

        public static void main(String[] args) {
            ExampleRunner.main(new OpenerExample(), args);
        }

        @Override
        public void call() throws Exception {
            try (var server = variable.equals(Redis.VARIABLE) ? Redis.open() : Postgres.open()) {
                System.out.println(server);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({Redis.VARIABLE + ", nonsense", Redis.VARIABLE + ", redis://127.0.0.1:1",
            Postgres.VARIABLE + ", nonsense", Postgres.VARIABLE + ", jdbc:postgresql://127.0.0.1:1/db"})
    void oneThatIsOfNoUseIsOneLineAndExitCode1(String variable, String url, @TempDir Path home)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(ChildJvm.java(), "-Duser.home=" + home, "-cp",
                System.getProperty("java.class.path"), OpenerExample.class.getName(), variable);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put(variable, url);
        var process = builder.redirectErrorStream(true).start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
                .singleElement().asString().startsWith("opener: " + variable + "=" + url + " ");
        assertThat(process.waitFor()).isEqualTo(1);
    }
}
