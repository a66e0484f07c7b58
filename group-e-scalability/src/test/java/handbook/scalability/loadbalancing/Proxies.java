package handbook.scalability.loadbalancing;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import handbook.support.time.FakeClock;

/// What the tests of the whiteboard proxy share: rules under which one failure ejects, and a client.
final class Proxies {
    /// How long a back end may take: longer than any test.
    static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Pool.Rules EJECT = new Pool.Rules(1, Duration.ofMinutes(1), 0);

    private Proxies() {
    }

    /// A pool that goes round, and ejects for good at the first failure: its clock stands still.
    static Pool pool(List<Backend> backends) {
        return new Pool(backends, RoundRobin::new, EJECT, new FakeClock()::nanoTime);
    }

    /// A request without a body, sent through the proxy.
    static HttpResponse<String> send(String method, Proxy proxy) throws Exception {
        try (var caller = new Caller()) {
            return caller.send(method, proxy.port(), "/");
        }
    }
}
