package handbook.support.server;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.example.Failure;
import handbook.support.process.TempFolder;

/// The folder of one server's files. Its owner, this JVM, holds a lock on a file in it, which the system takes away when
/// the JVM dies, however it dies. So a folder without a lock belongs to nobody: the next [#sweep] stops the server that
/// still runs on it and deletes it. A server's command line must name its folder; that is how it is found.
///
/// (Windows does not tell the arguments of other processes: there a server outlives its killed JVM.)
public final class ServerFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerFolder.class);
    private static final long STOP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(ServerProcess.STOP_SECONDS);
    /// Closing any channel on a file drops this process's lock on it: our own folders must not even be looked at.
    private static final Set<Path> OURS = new HashSet<>();

    private final Path path;
    private final FileChannel owner;

    private ServerFolder(Path path, FileChannel owner) {
        this.path = path;
        this.owner = owner;
    }

    /// Sweeps what killed JVMs left, and makes a new folder.
    ///
    /// @param kind how its name begins, for example `redis`
    /// @throws Failure when the cache folder cannot be written
    static synchronized ServerFolder create(String kind) {
        var servers = servers();
        try {
            Files.createDirectories(servers);
            try (var turn = turn(servers)) {
                sweep(servers);
                var path = Files.createTempDirectory(servers, kind + "-");
                var owner = lockFile(path);
                owner.lock();
                OURS.add(path);
                return new ServerFolder(path, owner);
            }
        } catch (IOException e) {
            throw new Failure("Cannot write to " + cache() + " (-Duser.home=FOLDER names another place): " + e, e);
        }
    }

    /// Stops the servers and deletes the folders that killed JVMs left. Every example begins with it.
    public static synchronized void sweep() {
        var servers = servers();
        if (Files.isDirectory(servers)) {
            try (var turn = turn(servers)) {
                sweep(servers);
            } catch (IOException e) { // what another run left must not keep this one from running
                LOG.warn("Could not sweep {}: {}", servers, e.toString());
            }
        }
    }

    /// The one folder under which everything lies.
    static Path cache() {
        return Path.of(System.getProperty("user.home"), ".cache", "java-interview-handbook").toAbsolutePath();
    }

    private static Path servers() {
        return cache().resolve("servers");
    }

    Path path() {
        return path;
    }

    /// Deletes the folder. Its server must have ended.
    @Override
    public void close() {
        synchronized (ServerFolder.class) {
            if (!OURS.contains(path)) {
                return;
            }
            try (var turn = turn(servers())) {
                owner.close();
                OURS.remove(path);
                TempFolder.delete(path);
            } catch (IOException e) {
                LOG.warn("Could not delete {}, the next start will: {}", path, e.toString());
            }
        }
    }

    /// One JVM at a time creates, sweeps or deletes: nobody sees a folder that is not locked yet.
    private static FileChannel turn(Path servers) throws IOException {
        var channel = lockFile(servers);
        channel.lock();
        return channel;
    }

    private static FileChannel lockFile(Path folder) throws IOException {
        return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void sweep(Path servers) throws IOException {
        try (var folders = Files.newDirectoryStream(servers, Files::isDirectory)) {
            for (var folder : folders) {
                try {
                    if (!OURS.contains(folder) && !isOwned(folder)) {
                        stopServerOn(folder);
                        TempFolder.delete(folder);
                    }
                } catch (IOException e) { // somebody else's leftovers must not keep this server from starting
                    LOG.warn("Could not sweep {}: {}", folder, e.toString());
                }
            }
        }
    }

    private static boolean isOwned(Path folder) throws IOException {
        try (var channel = lockFile(folder); var lock = channel.tryLock()) {
            return lock == null;
        }
    }

    private static void stopServerOn(Path folder) throws IOException {
        for (var process : serversUnder(folder)) {
            if (!terminate(process)) {
                process.destroyForcibly();
                awaitEnd(process);
            }
        }
    }

    /// SIGTERM, for its children too: PostgreSQL waits for its sessions, and one whose client is gone may be busy.
    ///
    /// @return false when it did not end within the limit
    static boolean terminate(ProcessHandle server) throws IOException {
        server.destroy();
        server.descendants().forEach(ProcessHandle::destroy);
        return awaitEnd(server);
    }

    /// The processes whose command line names a file in a folder.
    static List<ProcessHandle> serversUnder(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder + File.separator))
                .toList();
    }

    /// Waits for a process that is not our child. One that has ended and that nobody has reaped has no command line.
    ///
    /// @return false when it did not end within the limit
    static boolean awaitEnd(ProcessHandle process) throws IOException {
        var start = System.nanoTime();
        while (process.isAlive() && process.info().commandLine().isPresent()) {
            if (System.nanoTime() - start > STOP_LIMIT_NANOS) {
                return false;
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        return true;
    }
}
