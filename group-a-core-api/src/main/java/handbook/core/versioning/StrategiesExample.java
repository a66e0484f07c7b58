package handbook.core.versioning;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import picocli.CommandLine.Command;

/// The same two versions by path, query, header and media type. What does the framework do, and what does it leave to you?
///
/// *Predict*: handlers are mapped to 1.0, to 1.2+ and, at another address, to 2.0. Which of the requests for 1, 1.2, 1.5, 2.0
/// and v1 are answered, and by which handler? Which answers say `Vary`?
///
/// *Run*: `mvn -q compile exec:exec@versioning-strategies -pl group-a-core-api -am`
///
/// *Why*: a version is compared by its numbers, so `1` is `1.0`, and what stands before the first digit is skipped. "1.2 and
/// later" are the later versions that exist, mapped anywhere or listed: 1.5 is not among them. The deprecated version
/// announces its end. `Vary` comes from a filter of ours: the framework sends none.
///
/// The captured output lies in `docs/output/versioning-strategies.txt`.
@Command(name = "versioning-strategies", description = "two versions by path, query, header and media type on Spring")
public final class StrategiesExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(StrategiesExample.class);
    private static final List<String> VERSIONS = List.of("1.0", "1", "v1", "1.2", "1.5", "2.0");

    /// A request and its answer.
    ///
    /// @param asked the request line and the header that says the version
    /// @param handler whose answer it is, or `-`
    record Call(Strategy strategy, String version, String asked, int status, String handler, HttpHeaders headers) {
        String header(String name) {
            return headers.firstValue(name).orElse("-");
        }
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new StrategiesExample(), args);
    }

    @Override
    public void call() throws IOException, InterruptedException {
        printOrigin("Spring " + SpringVersion.getVersion(), "Spring Boot " + SpringBootVersion.getVersion());
        var calls = run();
        printCalls(calls);
        var deprecated = calls.getFirst();
        LOG.info("Version 1.0 says of its end:");
        for (var name : List.of("Deprecation", "Sunset", "Link")) {
            deprecated.headers().allValues(name).forEach(value -> LOG.info("  {}: {}", name, value));
        }
    }

    private static void printCalls(List<Call> calls) {
        var table = new Table("request", "status", "handler", "Vary", "Deprecation");
        for (var call : calls) {
            table.row(call.asked(), call.status(), call.handler(), call.header("Vary"), call.header("Deprecation"));
        }
        table.print(LOG::info);
    }

    static List<Call> run() throws IOException, InterruptedException {
        var calls = new ArrayList<Call>();
        for (var strategy : Strategy.values()) {
            try (var shop = Shop.start(strategy)) {
                for (var version : VERSIONS) {
                    var request = strategy.request(shop.uri(), "/orders/7", version);
                    calls.add(call(strategy, version, request.build(), shop.send(request)));
                }
            }
        }
        return calls;
    }

    private static Call call(Strategy strategy, String version, HttpRequest request, HttpResponse<String> response) {
        var uri = request.uri();
        var asked = "GET " + uri.getPath() + (uri.getQuery() == null ? "" : "?" + uri.getQuery());
        if (!strategy.header().isEmpty()) {
            asked += " " + strategy.header() + ": " + request.headers().firstValue(strategy.header()).orElseThrow();
        }
        return new Call(strategy, version, asked, response.statusCode(), handler(response.body()), response.headers());
    }

    /// The two handlers differ in how they write the total.
    static String handler(String body) {
        return body.contains("\"total\":1990") ? "1.0" : body.contains("\"total\":{") ? "1.2+" : "-";
    }
}
