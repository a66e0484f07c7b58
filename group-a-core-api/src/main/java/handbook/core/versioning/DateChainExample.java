package handbook.core.versioning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.SpringVersion;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/// Three dated versions, one model. How does each client see the same order, and what does an old one's write do to it?
///
/// *Predict*: an order is on hold; its customer has an e-mail address. The client of 2024 knows neither. It reads the order,
/// changes the total, and sends it back. Is the order still on hold?
///
/// *Run*: `mvn -q compile exec:exec@versioning-date-chain -pl group-a-core-api -am`
///
/// *Why*: each change is written once, as a pair of converters, and an old version is served by all that came after it, in
/// turn. On the way down something can be lost. What is lost cannot come up again: so the write of an old client is
/// compared with what it had been shown, and only what it changed is stored.
///
/// The captured output lies in `docs/output/versioning-date-chain.txt`.
@Command(name = "versioning-date-chain", description = "one stored order as the clients of three versions see it")
public final class DateChainExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(DateChainExample.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OLDEST = OrderChange.FIRST.toString();

    /// A converter that changed the document on its way down.
    ///
    /// @param before the field as the converter got it
    record Step(String since, String what, String before, String after) {}

    /// The order at the clients, and in the store after a write.
    ///
    /// @param read by version, the oldest last
    /// @param steps what the converters did for the oldest version
    /// @param sent what the oldest client sends back
    /// @param naive what is stored if that is converted up and put in the old one's place
    /// @param merged what the server stored
    record Seen(Map<String, String> read, List<Step> steps, String sent, String naive, String merged) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new DateChainExample(), args);
    }

    @Override
    public void call() throws IOException, InterruptedException {
        printOrigin("Spring " + SpringVersion.getVersion());
        var seen = run();
        var table = new Table("version", "its client reads");
        seen.read().forEach(table::row);
        table.print(LOG::info);
        LOG.info("On the way down to {}:", OLDEST);
        var steps = new Table("since", "the change", "from", "to");
        seen.steps().forEach(step -> steps.row(step.since(), step.what(), step.before(), step.after()));
        steps.print(LOG::info);
        LOG.info("The client of {} changes the total:", OLDEST);
        new Table("and", "the order is").row("sends back", seen.sent()).row("stored, if put in its place", seen.naive())
                .row("stored, as merged", seen.merged()).print(LOG::info);
    }

    static Seen run() throws IOException, InterruptedException {
        var versions = new DatedVersions(OrderChange.FIRST, OrderChange.all());
        var order = order();
        try (var shop = new DatedShop(versions, order)) {
            var read = new LinkedHashMap<String, String>();
            for (var version : versions.versions().descendingSet()) {
                read.put(version.toString(), shop.get(version.toString()).body());
            }
            var sent = read.getOrDefault(OLDEST, "").replace("1990", "2500");
            shop.put(OLDEST, sent);
            return new Seen(read, steps(versions, order), sent,
                    JSON.writeValueAsString(versions.up(document(sent), OrderChange.FIRST)),
                    JSON.writeValueAsString(shop.stored()));
        }
    }

    /// An order of the current model that no older version can show whole.
    static Map<String, Object> order() {
        return document("""
                {"id":7,"status":"ON_HOLD","customer":{"name":"Ada","email":"ada@example.org"},\
                "total":{"amount":1990,"currency":"EUR"}}""");
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> document(String json) {
        return JSON.readValue(json, LinkedHashMap.class);
    }

    private static List<Step> steps(DatedVersions versions, Map<String, Object> order) {
        var steps = new ArrayList<Step>();
        var document = order;
        for (var change : versions.changes().reversed()) {
            var older = change.down(document);
            for (var name : document.keySet()) {
                if (!document.get(name).equals(older.get(name))) {
                    steps.add(new Step(change.since().toString(), change.what(), field(document, name),
                            field(older, name)));
                }
            }
            document = older;
        }
        return steps;
    }

    private static String field(Map<String, Object> document, String name) {
        return name + ": " + JSON.writeValueAsString(document.get(name));
    }
}
