package handbook.core.versioning;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A shared cache in front of a server, for GET. It stores what is `public`, by address and, of that, by the request
/// headers that `Vary` names (RFC 9111, section 4.1). Nothing expires here.
final class SharedCache implements AutoCloseable {
    private static final Set<String> FORWARDED = Set.of("api-version", "accept");

    private final Map<URI, List<Entry>> stored = new ConcurrentHashMap<>();
    private final AtomicInteger hits = new AtomicInteger();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI origin;
    private final HttpServer server;

    private record Entry(Map<String, String> selecting, HttpResponse<byte[]> response) {
        boolean answers(Headers request) {
            return selecting.entrySet().stream().allMatch(one -> one.getValue().equals(value(request, one.getKey())));
        }
    }

    /// @param origin the server behind, without a slash at its end
    SharedCache(URI origin) throws IOException {
        this.origin = origin;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int hits() {
        return hits.get();
    }

    int entries() {
        return stored.values().stream().mapToInt(List::size).sum();
    }

    // @start region=cache
    private HttpResponse<byte[]> lookUp(URI path, Headers request) throws IOException, InterruptedException {
        var entries = stored.computeIfAbsent(path, key -> new CopyOnWriteArrayList<>());
        for (var entry : entries) {
            if (entry.answers(request)) {
                hits.incrementAndGet();
                return entry.response();
            }
        }
        var response = forward(path, request);
        if (header(response, "Cache-Control").contains("public") && !header(response, "Vary").equals("*")) {
            entries.add(new Entry(selecting(response, request), response));
        }
        return response;
    }

    /// The request's values of the headers that the answer says it depends on.
    private static Map<String, String> selecting(HttpResponse<?> response, Headers request) {
        return Stream.of(header(response, "Vary").split(",\\s*")).filter(name -> !name.isEmpty()).distinct()
                .collect(Collectors.toMap(name -> name, name -> value(request, name)));
    }
    // @end

    private static String header(HttpResponse<?> response, String name) {
        return String.join(", ", response.headers().allValues(name));
    }

    private static String value(Headers request, String name) {
        return String.join(",", request.getOrDefault(name, List.of()));
    }

    private HttpResponse<byte[]> forward(URI path, Headers request) throws IOException, InterruptedException {
        var forwarded = HttpRequest.newBuilder(URI.create(origin + path.toString())).timeout(Strategy.PATIENCE);
        request.forEach((name, values) -> {
            if (FORWARDED.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> forwarded.header(name, value));
            }
        });
        return client.send(forwarded.build(), BodyHandlers.ofByteArray());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var response = lookUp(exchange.getRequestURI(), exchange.getRequestHeaders());
            for (var name : List.of("Content-Type", "Cache-Control", "Vary")) {
                response.headers().allValues(name).forEach(value -> exchange.getResponseHeaders().add(name, value));
            }
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
