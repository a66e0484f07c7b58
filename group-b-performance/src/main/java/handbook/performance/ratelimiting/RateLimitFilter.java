package handbook.performance.ratelimiting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;

/// Answers 429 instead of the handler when a client is over its limit, and tells it when to come back.
public final class RateLimitFilter extends Filter {
    private static final byte[] TOO_MANY = "Too many requests\n".getBytes(StandardCharsets.UTF_8);

    private final KeyedLimiter limiter;
    private final Function<HttpExchange, String> client;
    private final String policy;

    /// @param limiter decides
    /// @param announced the limit that clients are told: no window of this length, in whole seconds, admits more
    /// @param client whom a request is counted for
    public RateLimitFilter(KeyedLimiter limiter, Quota announced, Function<HttpExchange, String> client) {
        if (announced.window().getNano() != 0) {
            throw new IllegalArgumentException("clients are told whole seconds, not " + announced.window());
        }
        this.limiter = limiter;
        this.client = client;
        policy = "\"default\";q=" + announced.limit() + ";w=" + announced.window().toSeconds();
    }

    // @start region=filter
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        var decision = limiter.tryAcquire(client.apply(exchange));
        var headers = exchange.getResponseHeaders();
        headers.set("RateLimit-Policy", policy);
        if (decision.admitted()) {
            headers.set("RateLimit", "\"default\";r=" + decision.remaining());
            chain.doFilter(exchange);
            return;
        }
        headers.set("RateLimit", "\"default\";r=0;t=" + decision.retryAfterSeconds());
        headers.set("Retry-After", Long.toString(decision.retryAfterSeconds()));
        headers.set("Content-Type", "text/plain; charset=utf-8");
        try (exchange) {
            exchange.sendResponseHeaders(429, TOO_MANY.length);
            exchange.getResponseBody().write(TOO_MANY);
        }
    }
    // @end

    @Override
    public String description() {
        return "limits requests per client";
    }
}
