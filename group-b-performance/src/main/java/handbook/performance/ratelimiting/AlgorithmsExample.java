package handbook.performance.ratelimiting;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.performance.ratelimiting.Windows.Window;
import handbook.support.console.Figures;
import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// "100 per second": how many does each algorithm let through in one second?
///
/// *Predict*: a client sends 100 requests at the end of the first second, then as many as it can. Which limiters let more
/// than 100 through in some second, and which of them 200?
///
/// *Run*: `mvn -q compile exec:exec@rate-limit-algorithms -pl group-b-performance -am [-Dargs="--limit 100 --pattern edge"]`
///
/// *Why*: a limit means the most requests in *any* second, not in the seconds of a calendar. A counter that starts again
/// forgets what passed a moment ago. A bucket pays out its burst, and then its rate on top. Only the log remembers all;
/// a bucket keeps the limit when burst and rate add up to it.
///
/// The captured output lies in `docs/output/rate-limit-algorithms.txt`.
@Command(name = "rate-limit-algorithms", description = "the same requests through nine limiters, on a virtual clock")
public final class AlgorithmsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(AlgorithmsExample.class);
    private static final int CELLS = 60;
    private static final String SHADES = Glyphs.block().equals("#") ? "-+*#" : "░▒▓█";

    @Size(usual = 100, quick = 20, min = 2, max = 10_000)
    @Option(names = "--limit", paramLabel = "LIMIT", description = "requests per second")
    int limit;

    @Option(names = "--pattern", paramLabel = "PATTERN", defaultValue = "edge", description = "when requests arrive: ${COMPLETION-CANDIDATES}")
    Pattern pattern = Pattern.EDGE;

    /// What one limiter did.
    ///
    /// @param algorithm the limiter
    /// @param passed when requests passed, in nanoseconds
    /// @param worst the fullest window
    record Row(Algorithm algorithm, long[] passed, Window worst) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new AlgorithmsExample(), args);
    }

    @Override
    public void call() {
        printOrigin();
        var quota = Quota.perSecond(limit);
        var rows = run(quota, pattern);
        print(quota, rows);
    }

    static List<Row> run(Quota quota, Pattern pattern) {
        var arrivals = pattern.arrivals(quota);
        return Algorithm.all(quota).stream().map(algorithm -> {
            var passed = algorithm.passed(arrivals);
            return new Row(algorithm, passed, Windows.worst(passed, quota.windowNanos()));
        }).toList();
    }

    private void print(Quota quota, List<Row> rows) {
        LOG.info("{} requests in {} s; each cell of the timeline is 50 ms:",
                Figures.count(pattern.arrivals(quota).length), Pattern.WINDOWS);
        var table = new Table("limiter", "timeline of what passed", "passed", "worst second", "begins at",
                "its bound", "over the limit");
        for (var row : rows) {
            table.row(row.algorithm().name(), timeline(row, quota), row.passed().length, row.worst().count(),
                    Figures.decimal(row.worst().from() / 1e9, 2) + " s", row.algorithm().bound(),
                    Math.max(0, row.worst().count() - quota.limit()));
        }
        table.print(LOG::info);
        LOG.info("Limiters that let more than the limit through in some second: {} of {}; twice the limit: {}.",
                atLeast(quota.limit() + 1, rows), rows.size(), atLeast(2 * quota.limit(), rows));
    }

    private static long atLeast(int count, List<Row> rows) {
        return rows.stream().filter(row -> row.worst().count() >= count).count();
    }

    private static String timeline(Row row, Quota quota) {
        long cell = Pattern.WINDOWS * quota.windowNanos() / CELLS;
        var counts = new int[CELLS];
        Arrays.stream(row.passed()).filter(time -> time < CELLS * cell).forEach(time -> counts[(int) (time / cell)]++);
        return Arrays.stream(counts).mapToObj(count -> glyph(count, quota.limit())).collect(Collectors.joining());
    }

    /// None, up to a tenth of the limit, up to half of it, more, all of it.
    private static String glyph(int count, int limit) {
        if (count == 0) {
            return Glyphs.dot();
        }
        int shade = count >= limit ? 3 : 2 * count > limit ? 2 : 10 * count > limit ? 1 : 0;
        return SHADES.substring(shade, shade + 1);
    }
}
