package handbook.scalability.loadbalancing;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// One instance behind a balancer, with what the balancer knows of it.
public final class Backend implements Target {
    private final String name;
    private final URI uri;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger failuresInARow = new AtomicInteger();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;

    /// @param name its name
    /// @param uri where it listens, for example `http://127.0.0.1:8081`
    public Backend(String name, URI uri) {
        this.name = name;
        this.uri = uri;
    }

    /// Back ends on this machine, `b0`, `b1` and so on.
    ///
    /// @param ports where they listen
    /// @return new ones, with nothing in flight
    public static List<Backend> at(List<Integer> ports) {
        return IntStream.range(0, ports.size())
                .mapToObj(i -> new Backend("b" + i, URI.create("http://127.0.0.1:" + ports.get(i)))).toList();
    }

    @Override
    public String name() {
        return name;
    }

    /// Where it listens.
    ///
    /// @return scheme, host and port
    public URI uri() {
        return uri;
    }

    @Override
    public int load() {
        return inFlight.get();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        if (inFlight.decrementAndGet() == 0 && draining) {
            idle.complete(null);
        }
    }

    boolean isDraining() {
        return draining;
    }

    /// Wants no more requests.
    ///
    /// @return done when the last one has ended
    CompletableFuture<Void> drain() {
        draining = true;
        if (inFlight.get() == 0) {
            idle.complete(null);
        }
        return idle;
    }

    int failed() {
        return failuresInARow.incrementAndGet();
    }

    void succeeded() {
        if (failuresInARow.get() > 0) {
            failuresInARow.set(0);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
