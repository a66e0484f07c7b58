package handbook.core.migrations;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.migrations.Week.Day;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;

/// Two developers merge migrations for a week. What goes wrong, and who notices?
///
/// *Predict*: both add a version 5; version 7 is merged after 8 has run; a script that has run gets a column; one is
/// deleted; an editor saves one anew. Which of these does Flyway refuse? After which way out has the schema what the
/// files say?
///
/// *Run*: `mvn -q compile exec:exec@migrate-two-developers -pl group-a-core-api -am`
///
/// *Why*: the history table keeps version and checksum of each script that ran, and folder and table must agree before
/// anything runs. Git merges all of it without a conflict, because the files have different names. The settings that
/// let Flyway go on change the table or skip the file; `repair` does not touch the schema.
///
/// The captured output lies in `docs/output/migrate-two-developers.txt`.
@Command(name = "migrate-two-developers", description = "a week of merges that hurt, and the gate that sees each before it is merged")
public final class TwoDevelopersExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(TwoDevelopersExample.class);

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new TwoDevelopersExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var postgres = Postgres.open(); var main = ScriptFolder.shop()) {
            printOrigin(postgres);
            print(new Week(postgres, main).run());
        }
    }

    private static void print(List<Day> week) {
        for (var day : week) {
            LOG.info("{}", day.what());
            day.steps().forEach(step -> LOG.info("  {}", step));
            LOG.info("  the gate, before the merge: {}", day.gate().isEmpty() ? "-" : String.join("; ", day.gate()));
        }
        LOG.info("");
        LOG.info("The gate saw {} of {}.", week.stream().filter(day -> !day.gate().isEmpty()).count(), week.size());
    }
}
