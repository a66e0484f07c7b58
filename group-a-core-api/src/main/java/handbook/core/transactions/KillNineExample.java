package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The database server is killed while it commits. What is left, and what does the client know?
///
/// *Predict*: a writer counts the commits that were acknowledged; then the server and all of its processes get `kill
/// -9`. How many rows are there after the restart, with `synchronous_commit` on and off? And if COMMIT itself ends with
/// an error: was it committed?
///
/// *Run*: `mvn -q compile exec:exec@tx-kill-nine -pl group-a-core-api -am [-Dargs="10000"]`
///
/// *Why*: with `on` an acknowledged commit is in the log on disk. With `off` the server answers first and writes a
/// moment later, so a crash loses the last moment, in full transactions. Whoever gets an error for COMMIT knows
/// nothing: the record was written or was not. So the work carries a key, the key is stored with it, and a second try
/// finds it. A killed process is no power cut: what the server has handed to the operating system stays. `fsync` is for
/// the other.
///
/// The captured output lies in `docs/output/tx-kill-nine.txt`.
@Command(name = "tx-kill-nine", description = "kills the server while it commits and counts what is left")
public final class KillNineExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(KillNineExample.class);

    @Size(usual = 3_000, quick = 300, min = 10, max = 100_000)
    @Parameters(index = "0", arity = "0..1", paramLabel = "COMMITS", description = "acknowledged commits before the kill")
    int commits;

    /// A writer and its rows.
    ///
    /// @param setting of `synchronous_commit`
    /// @param acknowledged commits that the writer knows of
    /// @param survived rows after the restart
    /// @param last the highest number among them: the rows were numbered from 1
    record Survival(String setting, long acknowledged, long survived, long last) {}

    /// A commit whose end the client did not learn.
    ///
    /// @param killed when
    /// @param state what the client got for its COMMIT
    /// @param committed whether it was there after the restart
    /// @param blind how often it was paid after another try, without a key
    /// @param keyed the same with the key
    record Doubt(String killed, @Nullable String state, boolean committed, long blind, long keyed) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new KillNineExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var postgres = Postgres.own("fsync=on", "synchronous_commit=on")) {
            printOrigin(postgres);
            printSurvivals(List.of(killWriter(postgres, "off", commits), killWriter(postgres, "on", commits)));
            printDoubts(List.of(killBeforeCommit(postgres), killInCommit(postgres)));
        }
    }

    static Survival killWriter(Postgres postgres, String setting, int commits) throws Exception {
        var enough = new CountDownLatch(commits);
        long acknowledged;
        try (var writer = Executors.newVirtualThreadPerTaskExecutor()) {
            var counting = writer.submit(() -> write(postgres, setting, enough));
            while (!counting.isDone() && !enough.await(10, TimeUnit.MILLISECONDS)) {
                // it writes, or it has failed
            }
            postgres.kill();
            acknowledged = counting.get();
        } finally {
            postgres.start();
        }
        try (var connection = postgres.connect()) {
            var rows = Sql.row(connection, "SELECT count(*), coalesce(max(number), 0) FROM written");
            return new Survival(setting, acknowledged, rows.get(0), rows.get(1));
        }
    }

    /// Writes until the server is gone.
    private static long write(Postgres postgres, String setting, CountDownLatch enough) throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.update(connection, "DROP TABLE IF EXISTS written");
            Sql.update(connection, "CREATE TABLE written (number bigint PRIMARY KEY)");
            Sql.update(connection, "SET synchronous_commit = " + setting);
            for (long acknowledged = 0;; acknowledged++) {
                try {
                    Sql.update(connection, "INSERT INTO written VALUES (?)", acknowledged + 1);
                    enough.countDown();
                } catch (SQLException e) {
                    if (enough.getCount() > 0) {
                        throw e; // nobody has killed the server yet
                    }
                    return acknowledged;
                }
            }
        }
    }

    // @start region=doubt
    static Doubt killBeforeCommit(Postgres postgres) throws SQLException {
        createTables(postgres);
        try (var connection = connect(postgres)) {
            pay(connection);
            postgres.kill();
            return resolve(postgres, "before COMMIT was sent", stateOfCommit(connection));
        }
    }

    /// The commit is on disk; its answer waits for a copy on a standby that is not there.
    static Doubt killInCommit(Postgres postgres) throws SQLException, InterruptedException, ExecutionException {
        createTables(postgres);
        setSystem(postgres, "SET synchronous_standby_names = 'nobody'");
        try (var connection = connect(postgres); var other = Executors.newVirtualThreadPerTaskExecutor()) {
            pay(connection);
            Sql.update(connection, "SET LOCAL synchronous_commit = on");
            Future<@Nullable String> state = other.submit(() -> stateOfCommit(connection));
            try {
                awaitOneIn(postgres, "SyncRep", state);
            } finally {
                postgres.kill(); // in any case: nothing else ends this COMMIT
            }
            return resolve(postgres, "after COMMIT, before its answer", state.get());
        } finally {
            setSystem(postgres, "RESET synchronous_standby_names"); // or every other commit here waits for it, too
        }
    }

    /// The second try of the same payment.
    private static Doubt resolve(Postgres postgres, String killed, @Nullable String state) throws SQLException {
        postgres.start();
        try (var connection = connect(postgres)) {
            boolean committed = Payments.balance(connection, "keyed") > 0;
            pay(connection);
            connection.commit();
            return new Doubt(killed, state, committed, Payments.balance(connection, "blind") / Payments.AMOUNT,
                    Payments.balance(connection, "keyed") / Payments.AMOUNT);
        }
    }
    // @end

    private static void createTables(Postgres postgres) throws SQLException {
        try (var connection = postgres.connect()) {
            Payments.createTables(connection);
        }
    }

    private static void setSystem(Postgres postgres, String setting) throws SQLException {
        postgres.start(); // it may still be dead
        try (var connection = postgres.connect()) {
            Sql.update(connection, "ALTER SYSTEM " + setting);
        }
        postgres.restart();
    }

    /// A connection without auto-commit, whose commits wait for this server's disk and for no standby.
    private static Connection connect(Postgres postgres) throws SQLException {
        var connection = postgres.connect();
        Sql.update(connection, "SET synchronous_commit = local");
        connection.setAutoCommit(false);
        return connection;
    }

    private static void pay(Connection connection) throws SQLException {
        Payments.payBlindly(connection);
        Payments.payOnce(connection, "order 4711");
    }

    private static @Nullable String stateOfCommit(Connection connection) {
        try {
            connection.commit();
            return null;
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    private static void awaitOneIn(Postgres postgres, String waitEvent, Future<?> commit) throws SQLException {
        try (var monitor = postgres.connect()) {
            while (!commit.isDone() && Sql.number(monitor,
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = ?", waitEvent) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void printSurvivals(List<Survival> survivals) {
        var table = new Table("synchronous_commit", "acknowledged", "survived", "acknowledged and lost",
                "unknown and there");
        for (var survival : survivals) {
            long difference = survival.survived() - survival.acknowledged();
            table.row(survival.setting(), survival.acknowledged(), survival.survived(), Math.max(0, -difference),
                    Math.max(0, difference));
        }
        table.print(LOG::info);
    }

    private static void printDoubts(List<Doubt> doubts) {
        LOG.info("");
        LOG.info("A payment whose COMMIT ends with an error, and is tried again:");
        var table = new Table("the server was killed", "the client got", "it was committed", "paid, without a key",
                "paid, with a key");
        for (var doubt : doubts) {
            // which error it is depends on whether the session had time to see the server die
            table.row(doubt.killed(), doubt.state() == null ? "no error" : "an error",
                    doubt.committed() ? "yes" : "no", doubt.blind(), doubt.keyed());
        }
        table.print(LOG::info);
    }
}
