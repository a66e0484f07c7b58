package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import handbook.support.net.Load.Answer;

/// The clients of the examples. HTTP/1.1: Vert.x's proxy and the JDK client's attempt to change to HTTP/2 do not agree.
final class Caller implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Asks for a page; anything but 200 is a refusal.
    ///
    /// @param headers name, value, name, value ...
    Answer get(int port, String path, String... headers) throws IOException, InterruptedException {
        var answer = send("GET", port, path, headers);
        return new Answer(answer.statusCode() == 200, answer.body());
    }

    HttpResponse<String> send(String method, int port, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(1)).method(method, HttpRequest.BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
