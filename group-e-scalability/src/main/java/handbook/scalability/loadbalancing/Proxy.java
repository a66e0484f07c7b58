package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A reverse proxy in front of a [Pool]. It reads an answer whole before it passes it on, so that one that breaks off is
/// a 502 and not half an answer.
public final class Proxy implements AutoCloseable {
    /// The request header that hashing policies look at: it stands for the cookie that a balancer sets.
    public static final String KEY = "X-Client";

    private static final Duration CONNECT = Duration.ofSeconds(2); // who is there accepts in a few milliseconds
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "expect", "host",
            "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
            "trailer", "transfer-encoding", "upgrade");
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final Pool pool;
    private final Duration limit;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT).build();
    private final HttpServer server;

    /// @param pool who answers
    /// @param limit how long a back end may take for its answer
    /// @throws IOException when no port can be opened
    public Proxy(Pool pool, Duration limit) throws IOException {
        this.pool = pool;
        this.limit = limit;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Where clients connect.
    ///
    /// @return a port of the loopback address
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange, exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().putAll(passedOn(answer.headers()));
            if (exchange.getRequestMethod().equals("HEAD") && answer.headers().containsKey("content-length")) {
                exchange.getResponseHeaders().put("Content-Length", answer.headers().get("content-length"));
            }
            var length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) { // the proxy is being closed
            Thread.currentThread().interrupt();
        }
    }

    /// The headers without those that concern one connection only: the known ones, and what `Connection` names.
    private static Map<String, List<String>> passedOn(Map<String, List<String>> headers) {
        Map<String, List<String>> passed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        passed.putAll(headers);
        for (var named : passed.getOrDefault("connection", List.of())) {
            Stream.of(named.split(",")).map(String::strip).forEach(passed::remove);
        }
        HOP_BY_HOP.forEach(passed::remove);
        return passed;
    }

    private record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        Answer(int status, String reason, Map<String, List<String>> headers) {
            this(status, headers, reason.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) throws InterruptedException {
        try {
            var answer = forward(exchange, body);
            return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (NoBackendException e) {
            return new Answer(503, e.getMessage() + "\n", Map.of("Retry-After", List.of("1")));
        } catch (IllegalArgumentException e) { // for example a control character in a header
            return new Answer(400, "cannot be passed on: " + e.getMessage() + "\n", Map.of());
        } catch (HttpConnectTimeoutException e) {
            return new Answer(504, "no connection in time\n", Map.of());
        } catch (HttpTimeoutException e) {
            return new Answer(504, "no answer within " + limit.toMillis() + " ms\n", Map.of());
        } catch (IOException e) {
            return new Answer(502, "no answer: " + e + "\n", Map.of());
        }
    }

    // @start region=attempt
    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
            throws NoBackendException, IOException, InterruptedException {
        var key = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(KEY), "");
        var request = request(exchange, body); // throws before a back end is counted or blamed
        var backend = pool.acquire(key, null);
        try {
            return send(request, exchange.getRequestURI(), backend);
        } catch (IOException first) {
            if (!mayBeRepeated(exchange.getRequestMethod(), first)) {
                throw first;
            }
            try {
                return send(request, exchange.getRequestURI(), pool.acquire(key, backend));
            } catch (NoBackendException e) {
                throw first; // there was one, and the client should hear what became of it
            }
        }
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, URI asked, Backend backend)
            throws IOException, InterruptedException {
        var failed = true;
        try {
            var answer = client.send(request.uri(at(backend, asked)).build(), BodyHandlers.ofByteArray());
            failed = answer.statusCode() >= 500;
            return answer;
        } finally { // whatever happened: a count that only grows starves the back end for ever
            pool.release(backend, failed);
        }
    }

    /// Without a connection nothing was sent. After that, a request may have taken effect: repeat it only where twice is
    /// the same as once.
    private static boolean mayBeRepeated(String method, IOException failure) {
        return failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException
                || IDEMPOTENT.contains(method) && !(failure instanceof HttpTimeoutException);
    }
    // @end

    private HttpRequest.Builder request(HttpExchange exchange, byte[] body) {
        var request = HttpRequest.newBuilder().timeout(limit).method(exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(body));
        passedOn(exchange.getRequestHeaders())
                .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
        return request;
    }

    /// Path and query only: a client that names another host, as in `GET http://other/`, does not choose where to.
    private static URI at(Backend backend, URI asked) {
        var query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        return URI.create(backend.uri() + asked.getRawPath() + query);
    }

    /// Stops listening and gives up what is under way.
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
        threads.close();
        client.close();
    }
}
