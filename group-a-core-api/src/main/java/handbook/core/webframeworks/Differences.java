package handbook.core.webframeworks;

import static handbook.core.webframeworks.Requests.TEA;
import static handbook.core.webframeworks.Requests.get;
import static handbook.core.webframeworks.Requests.post;
import static handbook.core.webframeworks.Requests.postAs;
import static handbook.core.webframeworks.Requests.postChunked;
import static handbook.core.webframeworks.Requests.request;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import handbook.core.webframeworks.RawHttp.Answer;

/// Requests that frameworks answer differently unless they are told how.
final class Differences {
    /// A request, and what about its answer is told.
    ///
    /// @param name what the request is
    /// @param request its bytes
    /// @param told the part of the answer that matters
    record Row(String name, String request, Function<Answer, String> told) {}

    private static final Pattern QTY = Pattern.compile("\"qty\":(\\d+)");
    private static final Pattern CREATED = Pattern.compile("\"created\":\"?([^\",}]+)");

    static final List<Row> ROWS = List.of(row("malformed JSON", post("{\"item\":")), row("null", post("null")),
            row("empty body", post("")), row("unknown field", post("{\"item\":\"tea\",\"qty\":2,\"colour\":1}")),
            row("2.9 for an int", post("{\"item\":\"tea\",\"qty\":2.9}")),
            row("\"2\" for an int", post("{\"item\":\"tea\",\"qty\":\"2\"}")),
            row("99999999999 for an int", post("{\"item\":\"tea\",\"qty\":99999999999}")),
            row("int is missing", post("{\"item\":\"tea\"}")),
            row("int is 0, annotated @Min(1)", post("{\"item\":\"tea\",\"qty\":0}")),
            row("qty 1, qty 2, item", post("{\"qty\":1,\"qty\":2,\"item\":\"tea\"}")),
            row("item, qty 1, qty 2", post("{\"item\":\"tea\",\"qty\":1,\"qty\":2}")),
            row("valid JSON, then {}", post(TEA + "{}")), row("no Content-Type", postAs(TEA)),
            row("text/plain", postAs(TEA, "Content-Type: text/plain")),
            row("2 MiB in chunks", postChunked(Requests.teaOf(2 << 20))), row("12 MiB", post(Requests.teaOf(12 << 20))),
            row("PATCH of a known path", request("PATCH", "/orders/" + Trial.GATED),
                    answer -> (answer.status() + " " + allowed(answer)).strip()),
            row("HEAD of no order", request("HEAD", "/orders/none")),
            row("/ behind the path", get("/orders/" + Orders.FIRST_ID + "/")),
            row("Accept: text/html", get("/orders/" + Orders.FIRST_ID, "Accept: text/html")),
            row("an Instant", get("/orders/" + Orders.FIRST_ID), answer -> found(CREATED, answer)),
            row("error's Content-Type", get("/orders/none"), answer -> answer.header("Content-Type")),
            row("handler throws", get("/orders/" + Trial.BOOM),
                    answer -> answer.status() + (answer.body().contains(Trial.SECRET) ? ", tells why" : "")));

    private Differences() {}

    private static Row row(String name, String request) {
        return new Row(name, request, answer -> answer.status() == 201
                ? "201, qty " + found(QTY, answer)
                : Integer.toString(answer.status()));
    }

    private static Row row(String name, String request, Function<Answer, String> told) {
        return new Row(name, request, told);
    }

    private static String allowed(Answer answer) {
        return Stream.of(answer.header("Allow").split(", *", -1)).sorted().collect(Collectors.joining(" "));
    }

    private static String found(Pattern pattern, Answer answer) {
        var matcher = pattern.matcher(answer.body());
        return matcher.find() ? matcher.group(1) : "none";
    }
}
