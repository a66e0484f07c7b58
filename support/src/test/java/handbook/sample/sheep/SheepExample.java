package handbook.sample.sheep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// How do you count sheep?
///
/// *Predict*: how many are there?
///
/// *Run*: `mvn -q compile exec:exec@sheep-count -pl group-s-sample -am`
///
/// *Why*: one was added for each number. The output lies in `docs/output/sheep-count.txt`.
@Command(name = "sheep-count", description = "Counts sheep.")
public final class SheepExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(SheepExample.class);

    @Parameters(index = "0", arity = "0..1", paramLabel = "SHEEP", description = "how many sheep")
    @Size(usual = 1_000, quick = 3, max = 1_000_000)
    int sheep;

    public static void main(String[] args) {
        ExampleRunner.main(new SheepExample(), args);
    }

    @Override
    public void call() {
        printOrigin();
        var flock = new Flock();
        for (int i = 0; i < sheep; i++) {
            flock.add("sheep " + i);
        }
        new Bars().bar("counted", flock.size(), Figures.count(flock.size())).print(LOG::info);
        LOG.info("All of them are there.");
    }
}
