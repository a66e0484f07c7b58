package handbook.support.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.example.Failure;

/// The embedded Redis: the program that `org.signal:embedded-redis` carries, run on files of its own.
final class RedisProcess {
    static final String VERSION = "7.0.15";
    private static final Logger LOG = LoggerFactory.getLogger(RedisProcess.class);
    private static final int ATTEMPTS = 5;

    private final ServerFolder folder = ServerFolder.create("redis");
    private final List<String> settings;
    private int port;
    private @Nullable Process process;

    /// @param settings lines of a `redis.conf`
    RedisProcess(List<String> settings) {
        this.settings = settings;
    }

    /// Starts it on a free port, or on the port that it had before.
    ///
    /// @throws Failure when it does not start
    void start() {
        var said = List.<String>of();
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var wanted = port == 0 ? freePort() : port;
            said = start(wanted);
            if (said.isEmpty()) {
                port = wanted;
                return;
            }
            if (!String.join(" ", said).contains("Address already in use")) {
                break; // else somebody was quicker to take the port
            }
        }
        var end = said.subList(Math.max(0, said.size() - 2), said.size());
        throw new Failure("The embedded Redis does not start: " + String.join(" ", end));
    }

    /// @return what it said when it ended instead, or nothing when it is ready
    private List<String> start(int wanted) {
        try {
            var config = folder.path().resolve("redis.conf");
            Files.write(config, config(wanted));
            var program = program(System.getProperty("os.name"), System.getProperty("os.arch"));
            var started = new ProcessBuilder(program.toString(), config.toString()).redirectErrorStream(true).start();
            process = started;
            return awaitReady(started.inputReader());
        } catch (IOException e) {
            throw new Failure("Cannot run the embedded Redis: " + e.getMessage(), e);
        }
    }

    private List<String> config(int wanted) {
        var lines = new ArrayList<>(List.of("bind 127.0.0.1", "port " + wanted, "save \"\"", "appendonly no",
                "dir \"" + folder.path() + "\"", "set-proc-title no")); // the sweep finds it by its command line
        lines.addAll(settings);
        return lines;
    }

    private static List<String> awaitReady(BufferedReader output) throws IOException {
        var said = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("Ready to accept connections")) {
                Thread.ofPlatform().daemon().name("redis-output").start(() -> drain(output));
                return List.of();
            }
            said.add(line);
        }
        return said.isEmpty() ? List.of("it ended without a word") : said;
    }

    private static void drain(BufferedReader output) {
        try (output) {
            output.transferTo(Writer.nullWriter()); // a full pipe would stop the server
        } catch (IOException e) {
            LOG.debug("the pipe of a Redis that was killed", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Failure("No free port on the loopback address: " + e.getMessage(), e);
        }
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// SIGTERM, by which Redis saves what it was asked to save.
    void stop() {
        if (process != null) {
            process.destroy();
            awaitEnd(process);
        }
    }

    /// SIGKILL.
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(process);
        }
    }

    void delete() {
        kill();
        folder.close();
    }

    private static void awaitEnd(Process process) {
        process.onExit().join();
    }

    /// The program, unpacked into the cache folder by the first who needs it.
    ///
    /// @throws Failure when there is none for this system
    static Path program(String os, String arch) throws IOException {
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
            var unpacked = Files.createTempFile(ServerFolder.cache(), name, ".part");
            Files.copy(packed, unpacked, StandardCopyOption.REPLACE_EXISTING);
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
