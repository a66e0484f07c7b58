package handbook.performance.ratelimiting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/// A server with limited routes, and the raw requests that a client sends to it.
final class LimitedServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    LimitedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    void route(String path, RateLimitFilter filter) {
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(204, -1);
            }
        }).getFilters().add(filter);
    }

    /// Sends one request.
    ///
    /// @param forwardedFor the lines of `X-Forwarded-For`, as they come out of the proxy in front of this server
    /// @return the response as it stands on the wire, a line each
    List<String> get(String path, String... forwardedFor) throws IOException {
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (var line : forwardedFor) {
            request.append("X-Forwarded-For: ").append(line).append("\r\n");
        }
        try (var socket = new Socket(server.getAddress().getAddress(), server.getAddress().getPort())) {
            socket.setSoTimeout(30_000); // only so that a mistake ends
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
        }
    }

    static int status(List<String> response) {
        return Integer.parseInt(response.getFirst().split(" ")[1]);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
