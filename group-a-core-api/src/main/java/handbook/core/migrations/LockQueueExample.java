package handbook.core.migrations;

import java.sql.SQLException;
import java.util.concurrent.ExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.migrations.LockQueue.Limited;
import handbook.core.migrations.LockQueue.Unlimited;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Can an ALTER TABLE that takes a millisecond stop the site?
///
/// *Predict*: a report has read a table and its transaction is open. An ALTER TABLE adds a column. Then 20 readers come
/// with a plain SELECT, which a report never stops. Who waits for whom?
///
/// *Run*: `mvn -q compile exec:exec@migrate-lock-queue -pl group-a-core-api -am [-Dargs="--readers=5"]`
///
/// *Why*: ALTER TABLE needs the table for itself, so it waits for the report. Locks are granted in the order in which
/// they are asked for, so who comes after it waits behind it, though the report alone would let them in. With
/// `lock_timeout` the ALTER leaves the queue, and comes again.
///
/// The captured output lies in `docs/output/migrate-lock-queue.txt`.
@Command(name = "migrate-lock-queue", description = "readers wait behind an ALTER TABLE that waits, and what lock_timeout changes")
public final class LockQueueExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(LockQueueExample.class);

    @Size(usual = 20, quick = 20, min = 1, max = 50)
    @Option(names = "--readers", paramLabel = "N", description = "readers that come after the ALTER")
    int readers;

    /// What was seen.
    ///
    /// @param unlimited the ALTER waits as long as it must
    /// @param limited it gives up and comes again
    record Result(Unlimited unlimited, Limited limited) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new LockQueueExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres, readers));
        }
    }

    static Result run(Postgres postgres, int readers) throws SQLException, InterruptedException, ExecutionException {
        var queue = new LockQueue(postgres, readers);
        return new Result(queue.alterAndWait(), queue.alterOrGiveUp());
    }

    private static void print(Result result) {
        var unlimited = result.unlimited();
        LOG.info("A report reads, an ALTER TABLE comes, then readers come. Who waits for whom:");
        var behindReport = unlimited.behindReport() ? 1 : 0;
        new Bars().bar("the ALTER for the report", behindReport, Figures.count(behindReport))
                .bar("readers for the ALTER", unlimited.behindAlter(), Figures.count(unlimited.behindAlter()))
                .bar("readers cancelled, 57014", unlimited.cancelled(), Figures.count(unlimited.cancelled()))
                .print(LOG::info);
        LOG.info("");
        var limited = result.limited();
        LOG.info("The same with lock_timeout = {} ms and a retry, while the report still runs:",
                LockQueue.LIMIT_MILLIS);
        new Bars().bar("the ALTER gave up, 55P03", limited.gaveUp(), Figures.count(limited.gaveUp()))
                .bar("readers seen behind it", limited.queued(), Figures.count(limited.queued()))
                .bar("readers answered", limited.answered(), Figures.count(limited.answered())).print(LOG::info);
        LOG.info("The slowest reader took {}. When the report had ended, the ALTER got through.",
                Figures.time(limited.longestNanos()));
    }
}
