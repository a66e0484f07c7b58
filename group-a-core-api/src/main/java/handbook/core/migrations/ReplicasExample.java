package handbook.core.migrations;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.migrations.Replicas.Killed;
import handbook.core.migrations.Replicas.Race;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Ten replicas start at once and all want to migrate. Who does, and what if that one is killed?
///
/// *Predict*: two scripts are pending. How many replicas run them, with a lock and without one? Then the one that
/// migrates is killed inside a script: what must somebody do before the next one can go on, with Flyway and with
/// Liquibase?
///
/// *Run*: `mvn -q compile exec:exec@migrate-ten-replicas -pl group-a-core-api -am [-Dargs="4"]`
///
/// *Why*: the history alone is no lock: all read it before the first one writes. Flyway takes an advisory lock, which
/// the database lets go of when the session ends, however it ends. Liquibase writes a row, commits it, and takes it
/// back at the end; the killed one never comes to its end.
///
/// The captured output lies in `docs/output/migrate-ten-replicas.txt`.
@Command(name = "migrate-ten-replicas", description = "replicas that migrate at the same time, and one that is killed meanwhile")
public final class ReplicasExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicasExample.class);

    @Parameters(index = "0", arity = "0..1", paramLabel = "REPLICAS", description = "how many start at once; of Liquibase two, each in a JVM of its own")
    @Size(usual = 10, quick = 4, min = 2, max = 40)
    int replicas;

    /// What was seen.
    ///
    /// @param races by tool, the one without a lock first
    /// @param kills by tool
    record Result(Map<String, Race> races, Map<String, Killed> kills) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new ReplicasExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
        }
        print(run(replicas));
    }

    static Result run(int replicas) throws Exception {
        try (var victim = Replica.start();
                var survivor = Replica.start();
                var naive = new Replicas(Tool.MINI_MIGRATOR);
                var mini = new Replicas(Tool.MINI_MIGRATOR);
                var flyway = new Replicas(Tool.FLYWAY);
                var liquibase = new Replicas(Tool.LIQUIBASE)) {
            var races = new LinkedHashMap<String, Race>();
            races.put("no lock", naive.raceWithoutLock(replicas));
            races.put("MiniMigrator", mini.race(replicas));
            races.put("Flyway", flyway.race(replicas));
            races.put("Liquibase", liquibase.race(victim, survivor));
            mini.stopInside(victim);
            flyway.stopInside(victim);
            liquibase.stopInside(victim);
            victim.kill(mini.postgres(), flyway.postgres(), liquibase.postgres());
            var kills = new LinkedHashMap<String, Killed>();
            kills.put("MiniMigrator", mini.next());
            kills.put("Flyway", flyway.next());
            kills.put("Liquibase", liquibase.next(survivor));
            return new Result(races, kills);
        }
    }

    private static void print(Result result) {
        var races = new Table("two scripts are pending", "replicas", "scripts run", "by replicas", "did not start");
        result.races().forEach((name, race) -> row(races, name, race));
        races.print(LOG::info);
        LOG.info("");
        var kills = new Table("one is killed inside a script", "locked before", "after", "the next one says",
                "lock released by hand");
        result.kills().forEach((name, killed) -> row(kills, name, killed));
        kills.print(LOG::info);
        result.kills().forEach((name, killed) -> {
            if (killed.holder() != null) {
                LOG.info("{} keeps owner and time in a row: {}", name,
                        killed.holder().replaceFirst("^.*, ", "host (address), "));
            }
        });
    }

    private static void row(Table table, String name, Race race) {
        var causes = race.failed().stream().distinct().collect(Collectors.joining(", "));
        table.row(name, race.executed().size() + race.failed().size(),
                race.executed().stream().mapToInt(Integer::intValue).sum(),
                race.executed().stream().filter(scripts -> scripts > 0).count(),
                race.failed().size() + (causes.isEmpty() ? "" : " (" + causes + ")"));
    }

    private static void row(Table table, String name, Killed killed) {
        table.row(name, killed.lockedBefore() ? "yes" : "no", killed.locked() ? "yes" : "no",
                withoutHost(killed.next()), Objects.requireNonNullElse(killed.released(), "-"));
    }

    /// Liquibase's message goes on with the host that has the lock.
    private static String withoutHost(String message) {
        return message.replaceAll("^[\\w.]+: |\\. +Currently locked by .*", "");
    }
}
