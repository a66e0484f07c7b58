package handbook.core.transactions;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.transactions.Schedules.Played;
import handbook.core.transactions.Schedules.Strip;
import handbook.core.transactions.Schedules.Verdict;
import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Two sessions, three steps each: in how many of the 20 possible orders is the result wrong?
///
/// *Predict*: both read a counter, add 1 and write it. How many of the 20 orders lose an addition at READ COMMITTED,
/// how many at REPEATABLE READ? And when two doctors, both on call, each look whether the other one is, and then go?
///
/// *Run*: `mvn -q compile exec:exec@tx-all-interleavings -pl group-a-core-api -am [-Dargs="transfer read-committed"]`
///
/// *Why*: at READ COMMITTED each statement sees what is committed when it begins, so what was read before may be old
/// when it is written back. At REPEATABLE READ all statements see one snapshot, and who writes a row that has changed
/// since is aborted; but two who write different rows never notice each other. SERIALIZABLE notices what was read, too.
///
/// The captured output lies in `docs/output/tx-all-interleavings.txt`.
@Command(name = "tx-all-interleavings", description = "plays all 20 schedules of two sessions against the server")
public final class AllInterleavingsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(AllInterleavingsExample.class);
    private static final List<Level> LEVELS = List.of(Level.READ_COMMITTED, Level.REPEATABLE_READ, Level.SERIALIZABLE);

    @Parameters(index = "0", arity = "0..1", paramLabel = "SCENARIO", description = "by default all of: ${COMPLETION-CANDIDATES}")
    @Nullable
    Scenario scenario;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LEVEL", description = "lists the schedules, too: ${COMPLETION-CANDIDATES}")
    @Nullable
    Level level;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new AllInterleavingsExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            var strips = run(postgres, scenario == null ? List.of(Scenario.values()) : List.of(scenario),
                    level == null ? LEVELS : List.of(level));
            printStrips(strips);
            if (level != null) {
                strips.getFirst().played().forEach(AllInterleavingsExample::printSchedule);
            }
        }
    }

    static List<Strip> run(Postgres postgres, List<Scenario> scenarios, List<Level> levels) throws SQLException {
        var strips = new ArrayList<Strip>();
        try (var schedules = new Schedules(postgres)) {
            for (var scenario : scenarios) {
                for (var level : levels) {
                    strips.add(schedules.play(scenario, level));
                }
            }
        }
        return strips;
    }

    private static void printStrips(List<Strip> strips) {
        LOG.info("The 20 schedules: {} right, {} wrong, x a session was aborted", Glyphs.dot(), Glyphs.block());
        var table = new Table("scenario", "level", "schedules", "wrong", "aborted", "by");
        for (var strip : strips) {
            table.row(strip.scenario(), strip.level().sql(),
                    strip.played().stream().map(AllInterleavingsExample::cell).collect(Collectors.joining()),
                    strip.count(Verdict.WRONG), strip.count(Verdict.ABORTED), states(strip));
        }
        table.print(LOG::info);
    }

    private static String cell(Played played) {
        return switch (played.verdict()) {
            case RIGHT -> Glyphs.dot();
            case WRONG -> Glyphs.block();
            case ABORTED -> "x";
        };
    }

    private static String states(Strip strip) {
        return String.join(", ", strip.states().stream().distinct().toList());
    }

    private static void printSchedule(Played played) {
        var steps = played.outcome().schedule().stream().map(session -> session == 0 ? "A" : "B")
                .collect(Collectors.joining(" "));
        var states = played.outcome().states().stream().map(state -> Objects.requireNonNullElse(state, "committed"))
                .toList();
        LOG.info("{}  A {}, B {}{}", steps, states.get(0), states.get(1),
                played.verdict() == Verdict.WRONG ? ": wrong" : "");
    }
}
