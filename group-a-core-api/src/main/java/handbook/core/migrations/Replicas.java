package handbook.core.migrations;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

/// Replicas of a service that start at once on a database of their own: version 1 has run, 2 and 3 are pending.
final class Replicas implements AutoCloseable {
    private final Tool tool;
    private final Postgres postgres = Postgres.open();
    private final ScriptFolder folder = new ScriptFolder();
    private boolean lockedBefore;

    /// How the starts ended.
    ///
    /// @param executed how many scripts each replica ran that started
    /// @param failed SQL state or message of each that did not
    record Race(List<Integer> executed, List<String> failed) {}

    /// What a killed replica left, and how the next one fared.
    ///
    /// @param lockedBefore whether a lock was held while it was inside the script
    /// @param locked whether one is held though all of its sessions are gone
    /// @param next what the next replica ran, or why it did not
    /// @param holder what the lock's row says of its owner and its time; null where it is no row
    /// @param released what the next one ran once somebody had released the lock; null where nobody had to
    record Killed(boolean lockedBefore, boolean locked, String next, @Nullable String holder,
            @Nullable String released) {}

    /// @param tool what migrates
    /// @throws Exception the tool's own
    Replicas(Tool tool) throws Exception {
        this.tool = tool;
        try {
            folder.put("V1__customer.sql", "CREATE TABLE customer (id int);\n");
            tool.migrate(postgres.dataSource(), folder.path());
            folder.put("V2__first_customer.sql", "INSERT INTO customer VALUES (1);\n");
            folder.put("V3__refund.sql", "CREATE TABLE refund (id int);\n");
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    // @start region=race
    /// Replicas that begin at the same moment.
    Race race(int replicas) throws InterruptedException {
        var start = new CyclicBarrier(replicas);
        return race(replicas, () -> {
            start.await(1, TimeUnit.MINUTES);
            return tool.migrate(postgres.dataSource(), folder.path());
        });
    }

    /// The same without a lock: all have read the history before the first one writes to it.
    Race raceWithoutLock(int replicas) throws InterruptedException {
        var haveRead = new CyclicBarrier(replicas);
        var db = Database.before("INSERT INTO customer", () -> await(haveRead), postgres.dataSource());
        return race(replicas, () -> new MiniMigrator(false, false).migrate(db, folder.path()));
    }
    // @end

    private static Race race(int replicas, Callable<List<Long>> start) throws InterruptedException {
        var starting = new ArrayList<Future<List<Long>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < replicas; i++) {
                starting.add(threads.submit(start));
            }
        }
        var executed = new ArrayList<Integer>();
        var failed = new ArrayList<String>();
        for (var replica : starting) {
            try {
                executed.add(replica.get().size());
            } catch (ExecutionException e) {
                failed.add(Objects.requireNonNullElse(Sql.state(e), String.valueOf(e.getMessage())));
            }
        }
        return new Race(executed, failed);
    }

    /// The same for two processes (Liquibase's services are shared by all threads of a JVM, a replica's are not): the
    /// second asks for Liquibase's lock while the first is inside script 2.
    Race race(Replica first, Replica second) throws SQLException {
        try (var table = postgres.connect()) {
            table.setAutoCommit(false);
            Sql.execute(table, "LOCK TABLE customer IN SHARE MODE"); // no INSERT gets past it
            first.migrate(tool, postgres, folder, 1);
            Database.await(postgres, 1, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND query LIKE 'INSERT INTO customer%' AND cardinality(pg_blocking_pids(pid)) > 0");
            second.migrate(tool, postgres, folder, 1);
            Database.await(postgres, 1, "SELECT 1 FROM pg_stat_activity WHERE application_name = '" + second.name()
                    + "' AND query ILIKE 'SELECT locked FROM%databasechangeloglock%'");
            table.commit();
        }
        var executed = new ArrayList<Integer>();
        var failed = new ArrayList<String>();
        for (var process : List.of(first, second)) {
            var result = process.result();
            if (result.startsWith("executed")) {
                executed.add((int) Pattern.compile("\\d+").matcher(result).results().count());
            } else {
                failed.add(result);
            }
        }
        return new Race(executed, failed);
    }

    /// Lets a process get into a script 4 and no further.
    void stopInside(Replica victim) throws IOException, SQLException {
        folder.put("V4__payment.sql", Replica.FATAL + " (id int);\n");
        victim.migrate(tool, postgres, folder, 1);
        victim.awaitInside();
        lockedBefore = isLocked();
    }

    /// After the kill: starts the next one.
    Killed next() throws Exception {
        return new Killed(lockedBefore, isLocked(), migrate(), null, null);
    }

    /// After the kill: starts the next one in a process, which does not wait long, then releases the lock by hand.
    Killed next(Replica process) throws Exception {
        var locked = isLocked();
        var holder = Database.query(postgres, "SELECT lockedby || ', ' || lockgranted FROM databasechangeloglock");
        process.migrate(tool, postgres, folder, 0);
        var result = process.result();
        new WithLiquibase(postgres.dataSource(), folder.path()).releaseLocks();
        return new Killed(lockedBefore, locked, result, holder.getFirst(), migrate());
    }

    private boolean isLocked() throws SQLException {
        return !Database.query(postgres, tool == Tool.LIQUIBASE
                ? "SELECT 1 FROM databasechangeloglock WHERE locked"
                : "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database"
                        + " WHERE datname = current_database() AND locktype = 'advisory'")
                .isEmpty();
    }

    private String migrate() throws Exception {
        return "executed " + tool.migrate(postgres.dataSource(), folder.path());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    Postgres postgres() {
        return postgres;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        folder.close();
    }
}
