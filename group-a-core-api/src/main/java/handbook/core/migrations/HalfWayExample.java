package handbook.core.migrations;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.migrations.HalfWay.Hang;
import handbook.core.migrations.HalfWay.Left;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;

/// A migration fails half-way. What is left of it, and what do you do before the next start?
///
/// *Predict*: a script fails in the third of its four statements: how many of its tables are there, in a transaction
/// and without one? A unique index is made concurrently over duplicates: is it there? And one without duplicates, with
/// Flyway's defaults: how long does it take?
///
/// *Run*: `mvn -q compile exec:exec@migrate-half-way -pl group-a-core-api -am`
///
/// *Why*: PostgreSQL's DDL is transactional, so a script and its row in the history come together or not at all. What
/// cannot run in a transaction, CREATE INDEX CONCURRENTLY above all, leaves what it has done, and somebody must clean
/// up. It also waits for transactions with an older snapshot to end, and Flyway holds its lock in one.
///
/// The captured output lies in `docs/output/migrate-half-way.txt`.
@Command(name = "migrate-half-way", description = "what a failed migration leaves behind, with and without a transaction")
public final class HalfWayExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(HalfWayExample.class);

    /// What was seen.
    ///
    /// @param inTransaction a script of four statements, in a transaction
    /// @param withoutTransaction the same without one
    /// @param concurrently a unique index over duplicates
    /// @param defaultLock an index made concurrently with Flyway's default lock
    record Result(Left inTransaction, Left withoutTransaction, Left concurrently, Hang defaultLock) {}

    /// Does one thing with a database and a folder of its own.
    @FunctionalInterface
    private interface Case<T> {
        T of(HalfWay halfWay) throws IOException, SQLException, InterruptedException, ExecutionException;
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new HalfWayExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
        }
        print(run());
    }

    static Result run() throws IOException, SQLException, InterruptedException, ExecutionException {
        return new Result(on(HalfWay::inTransaction), on(HalfWay::withoutTransaction), on(HalfWay::concurrently),
                on(HalfWay::defaultLock));
    }

    private static <T> T on(Case<T> one) throws IOException, SQLException, InterruptedException, ExecutionException {
        try (var postgres = Postgres.open(); var folder = new ScriptFolder()) {
            return one.of(new HalfWay(postgres, folder));
        }
    }

    private static void print(Result result) {
        print("The third of four statements fails, in a transaction", result.inTransaction());
        print("The third of four statements fails, without a transaction", result.withoutTransaction());
        print("CREATE UNIQUE INDEX CONCURRENTLY over duplicates", result.concurrently());
        var hang = result.defaultLock();
        LOG.info("CREATE INDEX CONCURRENTLY with Flyway's default lock");
        LOG.info("  a session of {} waits for a session of {}, which is {}", hang.waits(), hang.holds(), hang.state());
        LOG.info("  cancelled: {}; left behind: {}", hang.cancelled(), list(hang.left()));
        LOG.info("  index dropped, flyway.postgresql.transactional.lock=false: {}", hang.lockOff());
    }

    private static void print(String what, Left left) {
        LOG.info("{}", what);
        LOG.info("  {}; left behind: {}; history: {}", left.failed(), list(left.left()), left.history());
        LOG.info("  cause mended, next start: {}", left.again());
        if (left.cleaned() != null) {
            LOG.info("  only the history repaired, next start: {}", left.repaired());
            LOG.info("  only the leftovers dropped, next start: {}", left.removed());
            LOG.info("  leftovers dropped, history repaired, next start: {}", left.cleaned());
        }
    }

    private static String list(List<String> relations) {
        return relations.isEmpty() ? "nothing" : String.join(", ", relations);
    }
}
