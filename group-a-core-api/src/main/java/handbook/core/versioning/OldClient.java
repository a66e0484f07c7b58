package handbook.core.versioning;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that was built in 2024 and that nobody can change any more: how it reads an order, and which statuses of a
/// creation it takes for success.
enum OldClient {
    // @start region=clients
    STRICT("Jackson 2, as it comes") {
        @Override
        Order read(String json) throws JsonProcessingException {
            return new com.fasterxml.jackson.databind.ObjectMapper().readValue(json, Order.class);
        }
    },
    JACKSON_3("Jackson 3, as it comes") {
        @Override
        Order read(String json) {
            return new JsonMapper().readValue(json, Order.class);
        }
    },
    TOLERANT("written to be tolerant") {
        @Override
        Order read(String json) {
            var tree = new JsonMapper().readTree(json);
            return new Order(whole(tree, "id"), Status.of(required(tree, "status").stringValue()),
                    required(tree, "customer").stringValue(), cents(tree));
        }

        @Override
        boolean isCreated(int status) {
            return status >= 200 && status < 300;
        }
    };
    // @end

    private static final String NEW_ORDER = """
            {"customer":"Ada","total":1990}""";

    private final String title;

    OldClient(String title) {
        this.title = title;
    }

    /// The values of 2024, and the one that a tolerant reader takes for all others.
    enum Status {
        PAID, SHIPPED, UNKNOWN;

        static Status of(String text) {
            return text.equals("PAID") ? PAID : text.equals("SHIPPED") ? SHIPPED : UNKNOWN;
        }
    }

    /// @param total in cents
    record Order(long id, Status status, @Nullable String customer, int total) {}

    /// What the client made of the server.
    ///
    /// @param newest the id of the newest order
    /// @param status the answer to its own order
    /// @param created whether the client takes that for success
    record Seen(Order order, long newest, int status, boolean created) {}

    /// What a tolerant reader says where it cannot go on.
    static final class Reported extends RuntimeException {
        private static final long serialVersionUID = 1;

        Reported(String message) {
            super(message);
        }
    }

    String title() {
        return title;
    }

    /// Reads an order.
    ///
    /// @throws JsonProcessingException where Jackson 2 refuses
    /// @throws JacksonException where Jackson 3 refuses
    /// @throws Reported where the tolerant reader misses something
    abstract Order read(String json) throws JsonProcessingException;

    boolean isCreated(int status) {
        return status == 201;
    }

    private static JsonNode required(JsonNode tree, String name) {
        if (!tree.hasNonNull(name)) {
            throw new Reported(name + " is missing");
        }
        return tree.required(name);
    }

    private static long whole(JsonNode tree, String name) {
        if (!required(tree, name).isIntegralNumber()) {
            throw new Reported(name + " is no whole number");
        }
        return tree.required(name).longValue();
    }

    private static int cents(JsonNode tree) {
        long total = whole(tree, "total");
        if (total != (int) total) {
            throw new Reported("total is too large");
        }
        return (int) total;
    }

    /// Does all that the client does, over the wire.
    Seen use(HttpClient http, URI server) throws IOException, InterruptedException {
        var order = read(http.send(request(server, "/orders/7").build(), BodyHandlers.ofString()).body());
        var ids = http.send(request(server, "/orders").build(), BodyHandlers.ofString()).body();
        var newest = Long.parseLong(ids.substring(1, ids.indexOf(',')));
        HttpResponse<Void> created = http.send(
                request(server, "/orders").POST(BodyPublishers.ofString(NEW_ORDER)).build(), BodyHandlers.discarding());
        return new Seen(order, newest, created.statusCode(), isCreated(created.statusCode()));
    }

    private static HttpRequest.Builder request(URI server, String path) {
        return HttpRequest.newBuilder(server.resolve(path)).timeout(Strategy.PATIENCE);
    }
}
