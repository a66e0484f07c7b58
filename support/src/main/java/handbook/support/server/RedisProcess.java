package handbook.support.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import handbook.support.example.Failure;

/// The embedded Redis: the program that `org.signal:embedded-redis` carries, run on files of its own.
final class RedisProcess {
    static final String VERSION = "7.0.15";

    private final ServerFolder folder = ServerFolder.create("redis");
    private final List<String> settings;
    private int port;
    private @Nullable ServerProcess process;

    /// @param settings lines of a `redis.conf`
    RedisProcess(List<String> settings) {
        this.settings = settings;
    }

    /// Starts it on a free port, or on the port that it had before. Does nothing when it runs.
    ///
    /// @throws Failure when it does not start
    void start() {
        if (process == null || !process.isAlive()) {
            process = ServerProcess.start("the embedded Redis", port, this::command, "Ready to accept connections");
            port = process.port();
        }
    }

    private List<String> command(int wanted) {
        try {
            var config = folder.path().resolve("redis.conf");
            Files.write(config, config(wanted));
            return List.of(program(System.getProperty("os.name"), System.getProperty("os.arch"), folder.path())
                    .toString(), config.toString());
        } catch (IOException e) {
            throw new Failure("Cannot write the files of the embedded Redis: " + e.getMessage(), e);
        }
    }

    private List<String> config(int wanted) {
        var lines = new ArrayList<>(List.of("bind 127.0.0.1", "port " + wanted, "save \"\"", "appendonly no",
                "dir \"" + folder.path() + "\"", "set-proc-title no")); // the sweep finds it by its command line
        lines.addAll(settings);
        return lines;
    }

    int port() {
        return port;
    }

    /// SIGTERM, by which Redis saves what it was asked to save.
    void stop() {
        if (process != null) {
            process.terminate();
        }
    }

    void kill() {
        if (process != null) {
            process.kill();
        }
    }

    void delete() {
        kill();
        folder.close();
    }

    /// The program, unpacked by the first who needs it: into a folder of its own, and from there into the cache folder.
    ///
    /// @throws Failure when there is none for this system
    static Path program(String os, String arch, Path owned) throws IOException {
        var name = "redis-server-" + VERSION + "-" + platform(os, arch);
        var program = ServerFolder.cache().resolve(name);
        if (Files.exists(program)) {
            return program;
        }
        try (var packed = RedisProcess.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new Failure("There is no embedded Redis for " + os + " on " + arch
                        + " on the class path: set HANDBOOK_REDIS_URL to a server, such as the compose file's");
            }
            var unpacked = owned.resolve(name);
            Files.copy(packed, unpacked);
            if (!unpacked.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + unpacked + " executable");
            }
            return Files.move(unpacked, program, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String platform(String os, String arch) {
        var system = os.startsWith("Mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        return system + "-" + switch (arch) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> arch;
        };
    }
}
