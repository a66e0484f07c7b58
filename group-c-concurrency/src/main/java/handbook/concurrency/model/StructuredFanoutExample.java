package handbook.concurrency.model;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.PreviewSource;
import picocli.CommandLine.Command;

/// A request asks three services at once and one fails: what becomes of the other two calls?
///
/// *Predict*: the price answers 500 while a second task is reading reviews, page by page. The caller gets its 500. Does
/// the reader stop? And which request id does the pool's next task find in its thread?
///
/// *Run*: `mvn -q compile exec:exec@model-structured-fanout -pl group-c-concurrency -am`
///
/// *Why*: a future knows nothing of its siblings, so the reader works on for nobody, and a pooled thread keeps what a
/// [ThreadLocal] was given. A scope is a block: the first failure interrupts the other forks, and the block ends when
/// the last of them has. A [ScopedValue] is bound for the block and its forks, and for nothing else. The last version
/// uses the JDK's `StructuredTaskScope`, a preview in JDK 25, as a source file in a child JVM.
///
/// The captured output lies in `docs/output/model-structured-fanout.txt`.
@Command(name = "model-structured-fanout", description = "three calls at once, one fails: futures and scopes")
public final class StructuredFanoutExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(StructuredFanoutExample.class);

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new StructuredFanoutExample(), args);
    }

    @Override
    public void call() throws Exception {
        printOrigin();
        var versions = run();
        var table = new Table("version", "answer", "still at work then", "pages before", "pages after", "id sent",
                "id in the next task");
        for (var version : versions) {
            table.row(version.version(), version.status(), version.readersLeft(), version.pagesBefore(),
                    version.pagesAfter(), version.idsSent(), version.idInNextTask());
        }
        table.print(LOG::info);
        LOG.info("");
        var timeline = new Table("version", "pages of reviews over time; | is the caller's answer");
        versions.forEach(version -> timeline.row(version.version(),
                Glyphs.blocks(version.pagesBefore()) + "|" + Glyphs.blocks(version.pagesAfter())));
        timeline.print(LOG::info);
        LOG.info("");
        LOG.info("StructuredTaskScope is a preview; it ran: {}.", PreviewSource.runsHere()
                ? "in a child JVM"
                : "not at all, for it needs JDK " + PreviewSource.JDK);
    }

    static List<Fanout> run() throws Exception {
        var versions = new ArrayList<Fanout>();
        try (var unstructured = new UnstructuredHandler()) {
            versions.add(Fanout.of("futures and a pool", unstructured));
        }
        versions.add(Fanout.of("TinyScope", new ScopedHandler()));
        if (PreviewSource.runsHere()) {
            versions.add(Fanout.ofLine(PreviewSource
                    .run(StructuredFanoutExample.class, List.of("StructuredHandler.java")).getLast()));
        }
        return versions;
    }
}
