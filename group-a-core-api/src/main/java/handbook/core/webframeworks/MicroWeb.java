package handbook.core.webframeworks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

// @start region=microweb
/// A web framework for a whiteboard, on the server that the JDK has: routes, JSON in and out, errors as RFC 9457.
final class MicroWeb {
    /// Answers a request; what it throws becomes an answer too.
    interface Handler {
        Reply handle(HttpExchange exchange, Matcher path) throws IOException;
    }

    record Reply(int status, Map<String, String> headers, Object body) {
        static Reply of(Problem problem) {
            return new Reply(problem.status(), Map.of(), problem);
        }
    }

    private record Route(List<String> methods, Pattern path, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();
    private final Phaser inside = new Phaser(1);
    private final HttpServer server;
    private final Incidents incidents;

    MicroWeb(InetSocketAddress address, Incidents incidents) throws IOException {
        this.incidents = incidents;
        server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
    }

    /// @param path a regular expression, whose groups are the parameters
    MicroWeb route(String method, String path, Handler handler) {
        var methods = method.equals("GET") ? List.of("GET", "HEAD") : List.of(method);
        routes.add(new Route(methods, Pattern.compile(path), handler));
        return this;
    }

    int start() {
        server.start();
        return server.getAddress().getPort();
    }

    /// Refuses new connections, and returns when all requests inside are answered, or their time is over. The JDK's own
    /// count of them never comes to 0 once a client has left in the middle of its request; this one misses a request
    /// that has not come to its handler, and where nobody is inside the port may be closed a moment later.
    void stop() {
        Thread.startVirtualThread(() -> server.stop((int) Setup.GRACE.toSeconds()));
        try {
            inside.awaitAdvanceInterruptibly(inside.arrive(), Setup.GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException _) { // the JDK's server cuts them off now
        }
    }

    /// Reads a body of JSON, up to the limit.
    static <T> T body(HttpExchange exchange, Class<T> type) throws IOException {
        Media.requireJson(exchange.getRequestHeaders().getFirst("Content-Type"));
        return StrictJson.read(exchange.getRequestBody(), type);
    }

    private void serve(HttpExchange exchange) throws IOException {
        inside.register();
        try (exchange) {
            write(exchange, reply(exchange));
        } finally {
            inside.arriveAndDeregister();
        }
    }

    private Reply reply(HttpExchange exchange) {
        try {
            Media.requireAccepted(exchange.getRequestHeaders().getFirst("Accept"));
            return handle(exchange, exchange.getRequestURI().getPath(), exchange.getRequestMethod());
        } catch (Refused e) {
            return Reply.of(e.problem());
        } catch (IOException | RuntimeException e) {
            return Reply.of(Problem.incident(incidents.report(e)));
        }
    }

    private Reply handle(HttpExchange exchange, String path, String method) throws IOException {
        var allowed = new ArrayList<String>();
        for (var route : routes) {
            var match = route.path.matcher(path);
            if (match.matches() && route.methods.contains(method)) {
                return route.handler.handle(exchange, match);
            }
            allowed.addAll(match.matches() ? route.methods : List.of());
        }
        return allowed.isEmpty()
                ? Reply.of(Problem.of(404))
                : new Reply(405, Map.of("Allow", String.join(", ", allowed)), Problem.of(405));
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        var body = StrictJson.MAPPER.writeValueAsBytes(reply.body);
        var headers = exchange.getResponseHeaders();
        reply.headers.forEach(headers::set);
        headers.set("Content-Type", reply.body instanceof Problem ? Problem.MEDIA_TYPE : Media.JSON);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(reply.status, -1);
        } else {
            exchange.sendResponseHeaders(reply.status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
// @end
