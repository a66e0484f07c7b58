package handbook.core.asyncawait;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.asyncawait.Accidents.Outcome;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.PreviewSource;
import picocli.CommandLine.Command;

/// What does a future go on doing when nobody waits for it any more?
///
/// *Predict*: a call is to write a row. It fails and nobody asks; it is cancelled; it times out; its sibling fails.
/// What does the caller see, how many threads are still at work then, and how many rows come after that?
///
/// *Run*: `mvn -q compile exec:exec@async-forgotten -pl group-a-core-api -am`
///
/// *Why*: a `CompletableFuture` is a place for a result and knows no thread, so that ending the future ends no work. A
/// task scope is a block that owns its threads: it interrupts them when the block is left, and is not left before they
/// have ended. The JDK's `StructuredTaskScope` is a preview in JDK 25 and runs as a source file in a child JVM.
///
/// Captured output: `docs/output/async-forgotten.txt`
@Command(name = "async-forgotten", description = "Four accidents with futures, and the same in task scopes.")
public final class ForgottenExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenExample.class);

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new ForgottenExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        printOrigin();
        print(run());
    }

    static List<Outcome> run() throws InterruptedException {
        var outcomes = new ArrayList<>(Accidents.withFutures());
        outcomes.addAll(Accidents.inScope("TaskScope", TaskScope::new));
        if (PreviewSource.runsHere()) {
            PreviewSource.run(ForgottenExample.class, List.of("AccidentsInJdkScope.java", "JdkScope.java"))
                    .forEach(line -> outcomes.add(Outcome.ofLine(line)));
        }
        return outcomes;
    }

    private static void print(List<Outcome> outcomes) {
        var ways = outcomes.stream().map(Outcome::way).distinct().toList();
        var accidents = outcomes.stream().map(Outcome::accident).distinct().toList();
        var table = new Table("the call", "made by", "the caller saw", "at work then", "rows after that");
        for (var accident : accidents) {
            outcomes.stream().filter(outcome -> outcome.accident().equals(accident)).forEach(outcome -> table
                    .row(accident, outcome.way(), outcome.callerSaw(), outcome.atWork(), outcome.rowsAfter()));
        }
        table.print(LOG::info);
        LOG.info("Rows written after the caller had its answer: {}.",
                ways.stream().map(way -> way + " " + rows(outcomes, way)).collect(Collectors.joining(", ")));
        LOG.info("StructuredTaskScope is a preview; it ran {}.",
                PreviewSource.runsHere() ? "in a child JVM" : "not at all: it needs JDK " + PreviewSource.JDK);
    }

    private static int rows(List<Outcome> outcomes, String way) {
        return outcomes.stream().filter(outcome -> outcome.way().equals(way)).mapToInt(Outcome::rowsAfter).sum();
    }
}
