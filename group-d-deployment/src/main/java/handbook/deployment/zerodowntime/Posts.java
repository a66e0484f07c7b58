package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import handbook.support.net.Load;

/// A client that sends POSTs, each with the id by which the servers count its effects. It never repeats one.
final class Posts implements Load.Sender, AutoCloseable {
    static final String ID = "X-Request-Id";
    static final String HOLD = "X-Hold";
    private static final Duration LIMIT = Duration.ofSeconds(30); // a request that hangs is one that failed

    private final HttpClient http = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final URI address;
    private final String prefix;

    /// @param address where to
    /// @param prefix goes before the number in the id: the same servers may see more than one load
    Posts(URI address, String prefix) {
        this.address = address;
        this.prefix = prefix;
    }

    @Override
    public Load.Answer send(long id) throws IOException, InterruptedException {
        var response = http.send(request(id).timeout(LIMIT).build(), BodyHandlers.ofString());
        return new Load.Answer(response.statusCode() == 200, response.body());
    }

    /// Sends a request that the server holds until it is told to release it.
    HttpResponse<String> sendHeld(long id) throws IOException, InterruptedException {
        return http.send(request(id).header(HOLD, "yes").build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(long id) {
        return HttpRequest.newBuilder(address).header(ID, prefix + id).POST(BodyPublishers.noBody());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
