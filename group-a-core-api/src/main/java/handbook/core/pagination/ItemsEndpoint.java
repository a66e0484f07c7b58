package handbook.core.pagination;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import handbook.core.pagination.CursorToken.Refused;
import handbook.core.pagination.Items.Item;

/// `GET /tenants/{tenant}/items?limit=20&cursor=...`: a page of lines `id title`, and a `Link` to the next one (RFC 8288).
/// What is wrong with a request is said in a line, status 400.
final class ItemsEndpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ItemsEndpoint.class);
    private static final int USUAL = 20;
    private static final int MOST = 100;
    private static final Pattern PATH = Pattern.compile("/tenants/([\\w-]+)/items"); // stands in the Link as it is

    private final DataSource dataSource;
    private final CursorToken tokens;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Page(List<Item> items, boolean hasNext) {}

    ItemsEndpoint(DataSource dataSource, CursorToken tokens) throws IOException {
        this.dataSource = dataSource;
        this.tokens = tokens;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/tenants/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (Refused e) {
                send(exchange, 400, String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                LOG.error("{}", exchange.getRequestURI().getPath(), e);
                send(exchange, 503, "the list is not available now");
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException, Refused, SQLException {
        var path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            send(exchange, 404, "there is /tenants/{tenant}/items");
            return;
        }
        var tenant = path.group(1);
        var query = query(exchange);
        int limit = limit(query.getOrDefault("limit", Integer.toString(USUAL)));
        var cursor = query.get("cursor");
        var page = cursor == null
                ? page(tenant, "", List.of(), limit)
                : pageBehind(tenant, tokens.decode(list(tenant), cursor), limit);
        if (page.hasNext()) {
            var last = page.items().getLast();
            var next = tokens.encode(list(tenant), List.of(last.created().toString(), Long.toString(last.id())));
            exchange.getResponseHeaders().set("Link", "<" + exchange.getRequestURI().getPath() + "?limit=" + limit
                    + "&cursor=" + next + ">; rel=\"next\"");
        }
        send(exchange, 200, String.join("\n", page.items().stream().map(item -> item.id() + " " + item.title())
                .toList()));
    }

    /// What a cursor is a place in: another tenant, another order, another list.
    private static String list(String tenant) {
        return "items of " + tenant + " " + Items.ORDER.orderBy();
    }

    private Page pageBehind(String tenant, List<String> values, int limit) throws SQLException {
        var behind = Items.ORDER.after(List.of(OffsetDateTime.parse(values.get(0)), Long.valueOf(values.get(1))));
        return page(tenant, " AND " + behind.sql(), behind.parameters(), limit);
    }

    // @start region=next
    /// One row more than the page has: its being there is what "next" means.
    private Page page(String tenant, String behind, List<Object> values, int limit) throws SQLException {
        var parameters = new ArrayList<Object>(List.of(tenant));
        parameters.addAll(values);
        parameters.add(limit + 1);
        try (var connection = dataSource.getConnection()) {
            var items = Items.query(connection, "SELECT id, created, title FROM tenant_item WHERE tenant = ?" + behind
                    + " " + Items.ORDER.orderBy() + " LIMIT ?", parameters);
            return new Page(items.subList(0, Math.min(limit, items.size())), items.size() > limit);
        }
    }
    // @end

    private static int limit(String text) throws Refused {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Refused("limit must be a number from 1 to " + MOST);
    }

    /// The JDK's server has refused what is not URL-encoded before we see it.
    private static Map<String, String> query(HttpExchange exchange) {
        var query = new HashMap<String, String>();
        var raw = exchange.getRequestURI().getRawQuery();
        for (var pair : raw == null ? new String[0] : raw.split("&")) {
            var parts = pair.split("=", 2);
            query.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
