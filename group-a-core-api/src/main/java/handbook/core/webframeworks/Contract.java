package handbook.core.webframeworks;

import static handbook.core.webframeworks.Requests.TEA;
import static handbook.core.webframeworks.Requests.get;
import static handbook.core.webframeworks.Requests.post;
import static handbook.core.webframeworks.Requests.postAs;
import static handbook.core.webframeworks.Requests.postChunked;
import static handbook.core.webframeworks.Requests.request;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import handbook.core.webframeworks.RawHttp.Answer;

/// What every server of the API must do, whatever it is made of: the checks behind [Rule].
final class Contract {
    /// Bad bodies, and the field that the answer must name; none where there is none to name.
    static final Map<String, String> BAD_BODIES = Map.ofEntries(Map.entry("{\"item\":", ""), Map.entry("null", ""),
            Map.entry("", ""), Map.entry("[]", ""), Map.entry(TEA + "{}", ""),
            Map.entry("{\"item\":\"tea\",\"qty\":1,\"qty\":2}", ""),
            Map.entry("{\"qty\":1,\"qty\":2,\"item\":\"tea\"}", ""),
            Map.entry("{\"item\":\"tea\",\"qty\":2,\"colour\":1}", "colour"),
            Map.entry("{\"item\":\"tea\",\"qty\":2.9}", "qty"), Map.entry("{\"item\":\"tea\",\"qty\":\"2\"}", "qty"),
            Map.entry("{\"item\":\"tea\",\"qty\":99999999999}", "qty"), Map.entry("{\"item\":\"tea\"}", "qty"),
            Map.entry("{\"item\":\"tea\",\"qty\":0}", "qty"), Map.entry("{\"item\":\" \",\"qty\":2}", "item"),
            Map.entry("{\"qty\":2}", "item"));

    private static final Pattern INTERNALS = Pattern.compile("Exception|\\bat [a-z]+\\.|handbook\\.|jackson|java\\.");
    private static final int CROWD = 50;
    private static final int BATCH = 10;

    private Contract() {}

    static void create(Trial trial) throws IOException {
        var created = trial.send(post(TEA));
        expect("status", created.status(), 201);
        var found = trial.send(get(created.header("Location")));
        expect("status of the Location", found.status(), 200);
        expect("body of the Location", found.body(), created.body());
    }

    /// RFC 9110, 9.3.2: a header may be left out, but not have another value.
    static void head(Trial trial) throws IOException {
        var path = trial.send(post(TEA)).header("Location");
        var get = trial.send(get(path));
        var head = trial.send(request("HEAD", path));
        expect("status", head.status(), get.status());
        expect("body", head.body(), "");
        for (var header : head.headers().keySet()) {
            if (get.headers().containsKey(header) && !header.equalsIgnoreCase("Date")) {
                expect(header, head.header(header), get.header(header));
            }
        }
        expect("status without such an order", trial.send(request("HEAD", "/orders/none")).status(), 404);
    }

    static void formats(Trial trial) throws IOException {
        var body = trial.send(post(TEA)).body();
        expectMatch("body", body, "\"created\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z\"");
        expectMatch("body", body, "\"id\":\"9007199254\\d{6}\"");
    }

    static void badBodies(Trial trial) throws IOException {
        for (var bad : BAD_BODIES.entrySet()) {
            var answer = trial.send(post(bad.getKey()));
            expectProblem(answer, 400);
            expectMatch("body", answer.body(), bad.getValue().isEmpty() ? "" : "\"field\":\"" + bad.getValue() + "\"");
        }
    }

    static void notFound(Trial trial) throws IOException {
        expectProblem(trial.send(get("/none")), 404);
        expectProblem(trial.send(get("/orders/none")), 404);
        expectProblem(trial.send(get(trial.send(post(TEA)).header("Location") + "/")), 404);
    }

    static void wrongMethod(Trial trial) throws IOException {
        var allowed = Map.of("/orders", List.of("POST"), "/orders/1", List.of("GET", "HEAD"));
        for (var path : allowed.keySet()) {
            var answer = trial.send(request("PATCH", path));
            expectProblem(answer, 405);
            expect("Allow of " + path, Stream.of(answer.header("Allow").split(", *", -1)).sorted().toList(),
                    allowed.get(path));
        }
    }

    static void mediaTypes(Trial trial) throws IOException {
        expectProblem(trial.send(postAs(TEA)), 415);
        expectProblem(trial.send(postAs(TEA, "Content-Type: text/plain")), 415);
        var path = trial.send(post(TEA)).header("Location");
        expectProblem(trial.send(get(path, "Accept: text/html")), 406);
        for (var accept : List.of("text/html, */*;q=0.5", "Application/JSON")) {
            expect("status for " + accept, trial.send(get(path, "Accept: " + accept)).status(), 200);
        }
    }

    static void bodyLimit(Trial trial) throws IOException {
        var longest = Requests.teaOf(Setup.BODY_LIMIT);
        expect("status of the longest", trial.send(post(longest)).status(), 201);
        expect("status of the longest in chunks", trial.send(postChunked(longest)).status(), 201);
        for (var length : List.of(Setup.BODY_LIMIT + 1, 2 << 20)) {
            expectProblem(trial.send(post(Requests.teaOf(length))), 413);
            expectProblem(trial.send(postChunked(Requests.teaOf(length))), 413);
        }
        create(trial);
    }

    static void incident(Trial trial) throws IOException {
        var answer = trial.send(get("/orders/" + Trial.BOOM));
        expectProblem(answer, 500);
        expect("tells why", answer.body().contains(Trial.SECRET), false);
        expect("gives the id that was logged", trial.incidents().stream().anyMatch(answer.body()::contains), true);
        create(trial);
    }

    static void faults(Trial trial) throws IOException {
        var twoLengths = postAs(TEA, "Content-Type: application/json", "Content-Length: 5");
        for (var request : List.of(get("/orders/1", "X-Long: " + "x".repeat(1 << 20)), get("/orders/%2e%2e"),
                get("/orders/%00"), get("/orders/%zz"), twoLengths, get("/orders/1", "Content-Length: -1"),
                get("/orders/1", "Content-Length: many"), "\0\1\2\3\r\n\r\n", "GET\r\n\r\n")) {
            var status = trial.send(request).status();
            if (status != 0 && status / 100 != 4) {
                throw new AssertionError(request.lines().findFirst() + ": expected 4xx or no answer, was " + status);
            }
            create(trial);
        }
    }

    /// Clients that stop in the middle of a request, some that are gone before their answer, and one in it.
    static void halfRequests(Trial trial) throws IOException {
        var sockets = new ArrayList<Socket>();
        try {
            reset(sendAndReadOne(trial, get("/orders/" + Trial.LARGE)));
            for (int i = 0; i < CROWD; i++) {
                var whole = post(TEA);
                sockets.add(sendAndWait(trial, whole.substring(0, 30)));
                sockets.add(sendAndWait(trial, whole.substring(0, whole.length() - 5)));
                reset(sendAndWait(trial, whole));
                if (i % BATCH == BATCH - 1) { // who is served came behind them: the queue of new connections is empty
                    create(trial);
                }
            }
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    static void stop(Trial trial) throws Exception {
        var inside = new FutureTask<>(() -> trial.send(get("/orders/" + Trial.GATED)));
        Thread.startVirtualThread(inside);
        Await.until("the request is inside", () -> trial.gate().inside() == 1);
        var stopping = Thread.startVirtualThread(trial::stop);
        Await.until("a new connection is refused", () -> isRefused(trial));
        expect("still inside", trial.gate().inside(), 1);
        Await.within(trial.momentMillis(), inside::isDone);
        trial.gate().open();
        expect("status of the request inside", inside.get().status(), 200);
        stopping.join();
    }

    private static Socket sendAndWait(Trial trial, String request) throws IOException {
        var socket = trial.open();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// What is not read is more than the connection holds, so that the server has not written all.
    private static Socket sendAndReadOne(Trial trial, String request) throws IOException {
        var socket = sendAndWait(trial, request);
        expect("the answer's first byte", socket.getInputStream().read(), (int) 'H');
        return socket;
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0); // closing then sends RST
        socket.close();
    }

    private static boolean isRefused(Trial trial) {
        try (var _ = trial.open()) {
            return false;
        } catch (ConnectException _) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void expectProblem(Answer answer, int status) {
        expect("status", answer.status(), status);
        expect("Content-Type", answer.header("Content-Type"), Problem.MEDIA_TYPE);
        expectMatch("body", answer.body(), "\"status\":" + status);
        expect("shows internals", INTERNALS.matcher(answer.body()).find(), false);
    }

    private static void expectMatch(String what, String actual, String pattern) {
        if (!Pattern.compile(pattern).matcher(actual).find()) {
            throw new AssertionError(what + ": expected " + pattern + ", was " + actual);
        }
    }

    private static void expect(String what, Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError(what + ": expected " + expected + ", was " + actual);
        }
    }
}
