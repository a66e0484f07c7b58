package handbook.support.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import handbook.support.example.Failure;
import handbook.support.process.AtExit;

/// The embedded PostgreSQL, run on files of its own.
final class PostgresServer implements AutoCloseable {
    private static final String NAME = "the embedded PostgreSQL";
    /// Quick, and safe only as long as nothing crashes; a socket file or shared memory outside of the
    /// data folder would outlive a kill.
    private static final List<String> SETTINGS = List.of("listen_addresses=127.0.0.1", "unix_socket_directories=",
            "fsync=off", "synchronous_commit=off", "max_connections=300",
            "dynamic_shared_memory_type=" + (File.separatorChar == '/' ? "mmap" : "windows"));
    private static @Nullable PostgresServer shared;

    private final ServerFolder folder = ServerFolder.create("postgres");
    private final List<String> settings = new ArrayList<>(SETTINGS);
    private int port;
    private @Nullable Path data;
    private @Nullable ServerProcess process;
    private boolean closed;

    private PostgresServer(List<String> settings) {
        this.settings.addAll(settings); // of two values for one name the last one counts
    }

    /// The one server of this JVM. It ends with the JVM.
    static synchronized PostgresServer shared() {
        if (shared == null) {
            shared = start(List.of());
        }
        return shared;
    }

    /// Another server.
    ///
    /// @param settings lines of a `postgresql.conf`, such as `fsync=on`
    /// @throws Failure when it does not start
    static PostgresServer start(List<String> settings) {
        var server = new PostgresServer(settings);
        AtExit.close(server);
        try {
            server.start();
        } catch (Failure e) {
            server.close();
            throw e;
        }
        return server;
    }

    /// Starts it on a free port, or on the port that it had before. Does nothing when it runs.
    synchronized void start() {
        if (closed) {
            throw new IllegalStateException("this PostgreSQL is closed");
        }
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            if (data == null) {
                data = PostgresFiles.data(folder.path());
            }
            process = ServerProcess.start(NAME, port, this::command, "database system is ready to accept connections");
            port = process.port();
        } catch (Failure e) {
            throw new Failure(e.getMessage() + hint(e), e);
        } catch (IOException e) {
            throw new Failure("Cannot write the files of " + NAME + ": " + e.getMessage() + hint(e), e);
        }
    }

    private List<String> command(int wanted) {
        var command = PostgresFiles.program("postgres", "-D", String.valueOf(data), "-p", Integer.toString(wanted));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    private static String hint(Exception failure) {
        return String.valueOf(failure.getMessage()).contains("unshare")
                ? " (as root it needs user namespaces: run as a normal user, or set " + Postgres.VARIABLE + ")"
                : "";
    }

    /// A fast shutdown: sessions are cut, their transactions rolled back, the rest is written.
    synchronized void stop() {
        if (process == null || !process.isAlive()) {
            return;
        }
        var command = PostgresFiles.program("pg_ctl", "stop", "-D", String.valueOf(data), "-m", "fast", "--no-wait");
        try {
            var asking = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            new ServerProcess(asking, port).awaitEnd(ServerProcess.STOP_SECONDS);
            if (asking.exitValue() != 0) {
                process.kill();
            }
            process.awaitEnd(ServerProcess.STOP_SECONDS);
        } catch (IOException e) { // not even pg_ctl can be started
            process.kill();
            throw new Failure("Cannot stop " + NAME + ": " + e.getMessage(), e);
        }
    }

    /// SIGKILL for the server and all of its processes.
    synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /// The URL of one of its databases.
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop();
        } finally {
            folder.close();
            AtExit.forget(this);
        }
    }
}
