package handbook.core.migrations;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.postgresql.ds.PGSimpleDataSource;

import handbook.support.process.ChildJvm;
import handbook.support.server.Postgres;

/// A process that migrates when it is told to, and that can be killed.
///
/// @param jvm a JVM of its own
record Replica(ChildJvm jvm) implements AutoCloseable {
    /// Before a script with this statement it stands still for ever.
    static final String FATAL = "CREATE TABLE payment";

    static Replica start() {
        return new Replica(ChildJvm.start(Replica.class, List.of("-Xmx128m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1")));
    }

    /// Tells it to migrate.
    ///
    /// @param waitMinutes how long Liquibase may wait for its lock
    void migrate(Tool tool, Postgres postgres, ScriptFolder folder, int waitMinutes) {
        jvm.writeLine(String.join("\t", tool.name(), postgres.url(), folder.path().toString(),
                Integer.toString(waitMinutes)));
    }

    /// Waits until it has migrated.
    ///
    /// @return the versions that it ran, or why it did not
    String result() {
        return jvm.awaitLine("RESULT ");
    }

    /// Waits until it stands still inside a script.
    void awaitInside() {
        jvm.awaitLine("INSIDE");
    }

    /// Kills it (SIGKILL) and waits until its sessions are gone.
    void kill(Postgres... databases) throws SQLException {
        jvm.kill();
        for (var database : databases) {
            Database.await(database, 0,
                    "SELECT 1 FROM pg_stat_activity WHERE application_name = '" + name() + "'");
        }
    }

    /// By this the server knows its sessions.
    String name() {
        return name(jvm.pid());
    }

    private static String name(long pid) {
        return "replica " + pid;
    }

    @Override
    public void close() {
        jvm.close();
    }

    /// @param args none: each line of the standard input says what to migrate
    static void main(String[] args) {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).lines()
                .map(line -> line.split("\t")).forEach(task -> Thread.startVirtualThread(() -> migrate(task)));
    }

    private static void migrate(String[] task) {
        var real = new PGSimpleDataSource();
        real.setUrl(task[1]);
        real.setApplicationName(name(ProcessHandle.current().pid()));
        System.setProperty("liquibase.changelogLockWaitTimeInMinutes", task[3]);
        try {
            System.out.println("RESULT executed " + Tool.valueOf(task[0])
                    .migrate(Database.before(FATAL, Replica::standStill, real), Path.of(task[2])));
        } catch (Exception e) {
            System.out.println("RESULT " + e.getMessage());
        }
    }

    private static void standStill() {
        System.out.println("INSIDE");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
