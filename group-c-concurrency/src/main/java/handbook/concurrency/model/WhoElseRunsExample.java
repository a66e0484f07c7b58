package handbook.concurrency.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import handbook.support.process.TempFolder;
import picocli.CommandLine.Command;

/// A thread is blocked: does anybody else get to run?
///
/// *Predict*: a child JVM has one carrier for all its virtual threads. One of them blocks, in nine ways. In which of
/// them can another one run, and does `synchronized` still pin?
///
/// *Run*: `mvn -q compile exec:exec@model-who-else-runs -pl group-c-concurrency -am`
///
/// *Why*: a virtual thread that blocks in Java code is taken off its carrier, since JDK 24 also inside `synchronized`
/// (JEP 491). It cannot be while a native or VM frame lies on its stack, and it is never taken off while it computes:
/// there is no time slicing. The common pool has its own carrier problem: a task that blocks there keeps a worker that
/// the whole program shares.
///
/// The captured output lies in `docs/output/model-who-else-runs.txt`.
@Command(name = "model-who-else-runs", description = "which blocked threads keep others from running, and why")
public final class WhoElseRunsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(WhoElseRunsExample.class);

    /// What the child JVM saw.
    ///
    /// @param rows a row for each way to block
    /// @param stream who worked on a parallel stream while the common pool was parked
    record Seen(List<WhoElseRan> rows, CommonPool.Stream stream) {
        WhoElseRan row(String beginning) {
            return rows.stream().filter(row -> row.blocked().startsWith(beginning)).findFirst().orElseThrow();
        }
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new WhoElseRunsExample(), args);
    }

    @Override
    public void call() throws IOException {
        printOrigin("a child JVM with 1 processor and 1 carrier");
        var seen = run();
        var table = new Table("blocked like this", "others run", "reason recorded", "on its own platform thread");
        for (var row : seen.rows()) {
            table.row(row.blocked(), yesOrNo(row.othersRun()), row.reason(), yesOrNo(row.othersRunThen()));
        }
        table.print(LOG::info);
        LOG.info("");
        LOG.info("Let nobody else run: {} of {}; on a platform thread of their own: {}.",
                seen.rows().stream().filter(row -> !row.othersRun()).count(), seen.rows().size(),
                seen.rows().stream().filter(row -> !row.othersRunThen()).count());
        LOG.info("Threads on a parallel stream while the common pool is parked: {}.", seen.stream().threads());
    }

    static Seen run() throws IOException {
        try (var folder = new TempFolder("recording")) {
            var path = folder.path().toString();
            var flags = new ArrayList<>(OneCarrier.FLAGS);
            flags.add("-XX:FlightRecorderOptions:repository=" + path); // so that it goes with the folder, come what may
            try (var child = ChildJvm.start(OneCarrier.class, flags, path)) {
                var output = child.output();
                var stream = lines(output, "STREAM ").getFirst().split("\t");
                return new Seen(lines(output, "ROW ").stream().map(WhoElseRan::ofLine).toList(),
                        new CommonPool.Stream(Integer.parseInt(stream[0]), Boolean.parseBoolean(stream[1])));
            }
        }
    }

    private static List<String> lines(List<String> output, String prefix) {
        return output.stream().filter(line -> line.startsWith(prefix)).map(line -> line.substring(prefix.length()))
                .toList();
    }

    private static String yesOrNo(boolean value) {
        return value ? "yes" : "no";
    }
}
