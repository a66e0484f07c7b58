package handbook.core.versioning;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.SpringVersion;

import handbook.core.versioning.OrdersController.OrderV1;
import handbook.core.versioning.OrdersController.OrderV2;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Two versions at one address, and a shared cache in front. What does the client of version 1 get?
///
/// *Predict*: client 2 asks first, with `API-Version: 1.2`; then client 1, with `API-Version: 1.0`; and so on in turn. The
/// answers are cacheable. Whose answer does client 1 read?
///
/// *Run*: `mvn -q compile exec:exec@versioning-cache-mixup -pl group-a-core-api -am [-Dargs="--rounds=100"]`
///
/// *Why*: a cache knows an answer by its address. That it depends on a request header too, the answer has to say: `Vary:
/// API-Version`. Spring's header versioning does not; one filter does.
///
/// The captured output lies in `docs/output/versioning-cache-mixup.txt`.
@Command(name = "versioning-cache-mixup", description = "two versions at one address behind a shared cache")
public final class CacheMixupExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(CacheMixupExample.class);
    private static final JsonMapper JSON = new JsonMapper();

    @Size(usual = 500, quick = 10, min = 1, max = 10_000)
    @Option(names = "--rounds", paramLabel = "N", description = "how often each client asks")
    int rounds;

    /// What the clients got.
    ///
    /// @param brokenV1 answers that the client of version 1 could not read, of `rounds`
    /// @param brokenV2 the same for version 2's
    /// @param sample what client 1 read last
    record Mixup(boolean vary, int brokenV1, int brokenV2, int stored, int hits, String sample) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new CacheMixupExample(), args);
    }

    @Override
    public void call() throws IOException, InterruptedException {
        printOrigin("Spring " + SpringVersion.getVersion());
        var mixups = run(rounds);
        var table = new Table("the answers say", "client 1 could not read", "client 2 could not read", "stored", "hits",
                "client 1 reads");
        for (var mixup : mixups) {
            table.row(mixup.vary() ? "Vary: API-Version" : "no Vary", mixup.brokenV1(), mixup.brokenV2(),
                    mixup.stored(), mixup.hits(), mixup.sample());
        }
        table.print(LOG::info);
    }

    static List<Mixup> run(int rounds) throws IOException, InterruptedException {
        var mixups = new ArrayList<Mixup>();
        for (var vary : List.of(false, true)) {
            try (var shop = Shop.start(Strategy.HEADER, null, vary, Shop.BEFORE_THE_SUNSET);
                    var cache = new SharedCache(shop.uri())) {
                mixups.add(mixup(cache, rounds, vary));
            }
        }
        return mixups;
    }

    private static Mixup mixup(SharedCache cache, int rounds, boolean vary) throws IOException, InterruptedException {
        int brokenV1 = 0;
        int brokenV2 = 0;
        var sample = "";
        try (var http = HttpClient.newHttpClient()) {
            for (int round = 0; round < rounds; round++) {
                brokenV2 += canRead(get(http, cache, "1.2"), OrderV2.class) ? 0 : 1;
                sample = get(http, cache, "1.0");
                brokenV1 += canRead(sample, OrderV1.class) ? 0 : 1;
            }
        }
        return new Mixup(vary, brokenV1, brokenV2, cache.entries(), cache.hits(), sample);
    }

    private static String get(HttpClient http, SharedCache cache, String version)
            throws IOException, InterruptedException {
        return http.send(Strategy.HEADER.request(cache.uri(), "/orders/7", version).build(), BodyHandlers.ofString())
                .body();
    }

    private static boolean canRead(String json, Class<?> type) {
        try {
            JSON.readValue(json, type);
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }
}
