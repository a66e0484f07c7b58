package handbook.core.versioning;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.jspecify.annotations.Nullable;

import handbook.core.versioning.Retirement.BrownOut;

/// The shop's API on a server, and a client of it.
final class Shop implements AutoCloseable {
    /// A time at which version 1.0 is deprecated and answers.
    static final InstantSource BEFORE_THE_SUNSET = InstantSource.fixed(Instant.parse("2026-11-28T00:00:00Z"));

    private final Strategy strategy;
    private final SpringServer server;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Shop(Strategy strategy, SpringServer server) {
        this.strategy = strategy;
        this.server = server;
    }

    /// Starts it as one should: with `Vary`, and without a default version.
    ///
    /// @param more controllers beside [OrdersController]
    static Shop start(Strategy strategy, Class<?>... more) {
        return start(strategy, null, true, BEFORE_THE_SUNSET, more);
    }

    /// Starts it.
    ///
    /// @param defaultVersion see [VersioningConfig]
    /// @param vary whether answers say which request header they depend on
    /// @param clock the time by which version 1.0 retires
    /// @param more controllers beside [OrdersController]
    static Shop start(Strategy strategy, @Nullable String defaultVersion, boolean vary, InstantSource clock,
            Class<?>... more) {
        var config = new VersioningConfig(strategy, defaultVersion, retirement(clock), new Usage());
        return new Shop(strategy, SpringServer.start(context -> {
            context.registerBean(OrdersController.class);
            for (var controller : more) {
                context.registerBean(controller);
            }
            context.registerBean(VersioningConfig.class, () -> config);
            context.registerBean(VersionProblems.class);
            if (vary && !strategy.header().isEmpty()) {
                context.registerBean(VaryFilter.class, () -> new VaryFilter(strategy.header()));
            }
        }));
    }

    private static Retirement retirement(InstantSource clock) {
        return new Retirement("1.0", Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2036-11-30T00:00:00Z"),
                List.of(new BrownOut(Instant.parse("2036-11-03T09:00:00Z"), Duration.ofMinutes(10))), clock);
    }

    /// @return the server's address, without a slash at its end
    URI uri() {
        return server.uri();
    }

    SpringServer server() {
        return server;
    }

    HttpResponse<String> get(String path, String version) throws IOException, InterruptedException {
        return send(strategy.request(uri(), path, version));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Strategy.PATIENCE).build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
