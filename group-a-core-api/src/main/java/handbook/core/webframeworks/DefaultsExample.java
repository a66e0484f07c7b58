package handbook.core.webframeworks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.webframeworks.Differences.Row;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import picocli.CommandLine.Command;

/// What does each framework answer to the same bytes before anybody has configured it?
///
/// *Predict*: 2.9 for an int, a key twice, a missing field, HEAD of what is not there: what do Javalin, Micronaut and
/// Spring Boot answer?
///
/// *Run*: `mvn -q compile exec:exec@web-defaults -pl group-a-core-api -am`
///
/// *Why*: strictness, limits and the form of errors are choices, and each framework and each JSON library made others.
/// Whoever keeps the defaults has an API whose contract is a list of these choices. With the settings that the code
/// shows all four servers answer every row alike.
///
/// Captured output: `docs/output/web-defaults.txt`
@Command(name = "web-defaults", description = "Sends the same bytes to three frameworks at default settings, and to "
        + "all four servers hardened.")
public final class DefaultsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultsExample.class);

    /// What was answered.
    ///
    /// @param row the request
    /// @param defaults by Javalin, Micronaut and Spring Boot as they come
    /// @param hardened by these and MicroWeb, hardened
    record Result(Row row, List<String> defaults, List<String> hardened) {
        boolean defaultsDiffer() {
            return new HashSet<>(defaults).size() > 1;
        }

        boolean hardenedDiffer() {
            return new HashSet<>(hardened).size() > 1;
        }
    }

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new DefaultsExample(), args);
    }

    @Override
    public void call() throws Exception {
        printOrigin(Versions.line());
        print(run());
    }

    static List<Result> run() throws InterruptedException, ExecutionException {
        var defaults = Framework.sideBySide(Framework.LIBRARIES, framework -> answers(Trial.defaults(framework)));
        var hardened = Framework.sideBySide(List.of(Framework.values()),
                framework -> answers(Trial.hardened(framework)));
        var results = new ArrayList<Result>();
        for (int i = 0; i < Differences.ROWS.size(); i++) {
            results.add(new Result(Differences.ROWS.get(i), column(defaults, i), column(hardened, i)));
        }
        return results;
    }

    private static List<String> answers(Trial trial) throws IOException {
        try (trial) {
            trial.send(Requests.post(Requests.TEA));
            var answers = new ArrayList<String>();
            for (var row : Differences.ROWS) {
                answers.add(row.told().apply(trial.send(row.request())));
            }
            return answers;
        }
    }

    private static List<String> column(List<List<String>> answers, int index) {
        return answers.stream().map(row -> row.get(index)).toList();
    }

    static Table table(List<Result> results) {
        var table = new Table("request", "Javalin", "Micronaut", "Spring Boot", "", "all four, hardened");
        for (var result : results) {
            table.row(result.row.name(), result.defaults.get(0), result.defaults.get(1), result.defaults.get(2),
                    result.defaultsDiffer() ? "differ" : "",
                    result.hardenedDiffer() ? result.hardened.toString() : result.hardened.getFirst());
        }
        return table;
    }

    private static void print(List<Result> results) {
        table(results).print(LOG::info);
        LOG.info("At default settings {} of {} rows differ, hardened {}.",
                results.stream().filter(Result::defaultsDiffer).count(), results.size(),
                results.stream().filter(Result::hardenedDiffer).count());
    }
}
