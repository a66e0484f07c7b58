package handbook.core.transactions;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.transactions.Anomaly.Cell;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;

/// Which anomalies does each isolation level let through, in the standard's table and in the database?
///
/// *Predict*: the table that everybody knows has dirty reads at READ UNCOMMITTED and phantoms at REPEATABLE READ. Which
/// of them does PostgreSQL show? Which level is the first one without write skew?
///
/// *Run*: `mvn -q compile exec:exec@tx-anomaly-matrix -pl group-a-core-api -am`
///
/// *Why*: the standard says what a level must forbid, not what it must allow. PostgreSQL keeps versions of rows, so
/// nobody ever sees what is not committed, and REPEATABLE READ is one snapshot for the whole transaction: no phantom,
/// and write skew. The two anomalies that cost money, the lost update and write skew, are not among the phenomena by
/// which the standard tells its levels apart.
///
/// The captured output lies in `docs/output/tx-anomaly-matrix.txt`.
@Command(name = "tx-anomaly-matrix", description = "plays eight anomalies at four isolation levels")
public final class AnomalyMatrixExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(AnomalyMatrixExample.class);
    private static final List<Level> OF_BOTH = List.of(Level.READ_COMMITTED, Level.REPEATABLE_READ);

    /// What was seen.
    ///
    /// @param cells all anomalies at all levels
    /// @param deadlocks the SQL states of one schedule of two transfers in opposite order, at each level
    record Matrix(List<Played> cells, Map<Level, String> deadlocks) {}

    /// One anomaly at one level.
    ///
    /// @param server what it is in PostgreSQL
    /// @param whiteboard what it is in [TinyMvcc]; null where that does not know the level
    record Played(Anomaly anomaly, Level level, Cell server, @Nullable Cell whiteboard) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new AnomalyMatrixExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres));
        }
    }

    static Matrix run(Postgres postgres) throws SQLException {
        var cells = new ArrayList<Played>();
        for (var anomaly : Anomaly.values()) {
            for (var level : Level.values()) {
                cells.add(new Played(anomaly, level, anomaly.play(SqlStore.empty(postgres), level),
                        OF_BOTH.contains(level) ? anomaly.play(new TinyMvcc(), level) : null));
            }
        }
        return new Matrix(cells, deadlocks(postgres));
    }

    private static Map<Level, String> deadlocks(Postgres postgres) throws SQLException {
        var states = new EnumMap<Level, String>(Level.class);
        try (var schedules = new Schedules(postgres)) {
            for (var level : Level.values()) {
                var victims = schedules.play(Scenario.TRANSFER, level, List.of(0, 1, 0, 1, 0, 1)).outcome().states()
                        .stream().filter(Objects::nonNull).toList();
                states.put(level, victims.isEmpty() ? "no" : String.join(", ", victims));
            }
        }
        return states;
    }

    private static void print(Matrix matrix) {
        var headers = new ArrayList<>(List.of("anomaly"));
        List.of(Level.values()).forEach(level -> headers.add(level.sql()));
        headers.add("the standard allows it up to");
        var table = new Table(headers.toArray(String[]::new));
        for (var anomaly : Anomaly.values()) {
            table.row(row(anomaly, matrix.cells().stream().filter(played -> played.anomaly() == anomaly).toList()));
        }
        var deadlock = new ArrayList<Object>(List.of("deadlock"));
        deadlock.addAll(matrix.deadlocks().values());
        deadlock.add("(no phenomenon)");
        table.row(deadlock.toArray());
        table.print(LOG::info);
        LOG.info("* stricter than the standard asks. 40001, 40P01: one transaction was aborted, with this SQL state.");
        var ofBoth = matrix.cells().stream().filter(played -> played.whiteboard() != null).toList();
        LOG.info("TinyMvcc, on a whiteboard, has the same cell {} times of {}, at READ COMMITTED and REPEATABLE READ.",
                ofBoth.stream().filter(played -> played.server().equals(played.whiteboard())).count(), ofBoth.size());
    }

    private static Object[] row(Anomaly anomaly, List<Played> cells) {
        var row = new ArrayList<Object>(List.of(anomaly));
        for (var played : cells) {
            row.add(played.server() + (anomaly.isStricterThanStandard(played.level(), played.server()) ? " *" : ""));
        }
        row.add(anomaly.allowed() == null ? "(no phenomenon)" : anomaly.allowed().sql());
        return row.toArray();
    }
}
