package handbook.scalability.loadbalancing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.lettuce.core.RedisClient;

/// An instance of a service with a login, in a process of its own: `KEY-PREFIX`, and on its input a line with the key for
/// signed tokens and one with Redis' address, which may hold a password: arguments can be read by anybody on the machine.
/// It says `READY PORT`.
///
/// `GET /STORE/login` with the header `X-Client` logs that client in and answers with a token; `GET /STORE/me` with
/// `X-Token` answers with the client's name, or 401. A store is `memory`, `redis` or `signed`. Each answer names its
/// instance by the port, in `X-Instance`.
final class SessionInstance {
    private static final Duration LIFE = Duration.ofMinutes(30);

    private final Map<String, Sessions> stores;

    private SessionInstance(Map<String, Sessions> stores) {
        this.stores = stores;
    }

    public static void main(String[] args) throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var key = input.readLine();
        var redis = RedisClient.create(input.readLine()).connect().sync();
        var instance = new SessionInstance(Map.of("memory", new Sessions.InMemory(),
                "redis", new Sessions.InRedis(redis, args[0], LIFE),
                "signed", new Sessions.Signed(key.getBytes(StandardCharsets.UTF_8), LIFE, InstantSource.system())));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", instance::handle);
        server.start();
        System.out.println("READY " + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("X-Instance", Integer.toString(exchange.getLocalAddress().getPort()));
            var path = exchange.getRequestURI().getPath().split("/");
            var sessions = Objects.requireNonNull(stores.get(path[1]), "no such store");
            if (path[2].equals("login")) {
                answer(exchange, 200, sessions.login(exchange.getRequestHeaders().getFirst(Proxy.KEY)));
                return;
            }
            var token = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Token"), "");
            var user = sessions.user(token);
            answer(exchange, user.isPresent() ? 200 : 401, user.orElse("log in first"));
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
