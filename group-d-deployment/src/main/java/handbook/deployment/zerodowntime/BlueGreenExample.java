package handbook.deployment.zerodowntime;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.deployment.zerodowntime.BlueGreen.Runs;
import handbook.deployment.zerodowntime.BlueGreen.Switches;
import handbook.deployment.zerodowntime.ScheduledJob.Guard;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Two full colours, one route: what does the switch cost, and what else exists twice meanwhile?
///
/// *Predict*: 8 clients send POSTs while the route is switched from blue to green and back. How many fail when the
/// proxy is restarted with a new configuration? And how often does the nightly job run while both colours are up?
///
/// *Run*: `mvn -q compile exec:exec@deploy-blue-green -pl group-d-deployment -am [-Dargs="--ticks=20"]`
///
/// *Why*: the running proxy holds the route in one reference; each request reads it once, so it goes to blue or to
/// green and ends there. A restart has a moment in which nobody listens, and breaks what is in flight. Schedulers ask
/// no route: both colours' jobs run. A lock for each run only keeps them from running at the same time; one leader
/// must be.
///
/// The captured output lies in `docs/output/deploy-blue-green.txt`.
@Command(name = "deploy-blue-green", description = "an atomic switch or a restart of the proxy; a job on two colours")
public final class BlueGreenExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(BlueGreenExample.class);

    @Size(usual = 900, quick = 300, min = 90, max = 30_000)
    @Option(names = "--requests", paramLabel = "REQUESTS", description = "requests during the switches, at least")
    int requests;

    @Size(usual = 10, quick = 3, max = 1_000)
    @Option(names = "--ticks", paramLabel = "TICKS", description = "how often each colour's scheduler starts the job")
    int ticks;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new BlueGreenExample(), args);
    }

    @Override
    public void call() throws InterruptedException, SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            printSwitches(switches(requests));
            LOG.info("");
            printJobs(jobs(postgres, ticks));
        }
    }

    static Map<String, Switches> switches(int requests) throws InterruptedException {
        var ways = new LinkedHashMap<String, Switches>();
        ways.put("restart the proxy", BlueGreen.restarting(requests));
        ways.put("switch the route", BlueGreen.switching(requests));
        return ways;
    }

    static Map<Guard, Runs> jobs(Postgres postgres, int ticks) throws SQLException, InterruptedException {
        ScheduledJob.createTable(postgres.dataSource());
        var runs = new EnumMap<Guard, Runs>(Guard.class);
        for (var guard : Guard.values()) {
            runs.put(guard, BlueGreen.job(postgres.dataSource(), guard, ticks));
        }
        return runs;
    }

    private static void printSwitches(Map<String, Switches> ways) {
        LOG.info("From blue to green and back, under load:");
        var table = new Table("to switch", "requests", "by blue", "by green", "failed", "doubled", "late");
        ways.forEach((way, switches) -> table.row(way, switches.balance().sent(), switches.byBlue(),
                switches.byGreen(), switches.balance().failed(), switches.balance().doubled(), switches.late()));
        table.print(LOG::info);
        ways.forEach((way, switches) -> LOG.info("{}: {}.", way, verdict(switches)));
    }

    private static String verdict(Switches switches) {
        var balance = switches.balance();
        if (balance.failed() > 0) {
            return "clients noticed";
        }
        return balance.doubled() + balance.missing() + switches.late() > 0
                ? "not every request took effect once, in the right place"
                : "nobody noticed";
    }

    private static void printJobs(Map<Guard, Runs> jobs) {
        LOG.info("A job that both colours' schedulers start, green a moment after blue:");
        var table = new Table("guarded by", "ticks run once", "twice", "never", "after blue is gone it runs on");
        jobs.forEach((guard, runs) -> table.row(guard, runs.once(), runs.twice(), runs.missed(),
                runs.afterBlue().isEmpty() ? "nobody" : String.join(", ", runs.afterBlue())));
        table.print(LOG::info);
        jobs.forEach((guard, runs) -> LOG.info("{}: {}.", guard, runs.twice() > 0
                ? "the job ran twice"
                : runs.missed() > 0 ? "the job was left out" : "the job ran once per tick"));
    }
}
