package handbook.core.webframeworks;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import handbook.core.webframeworks.RawHttp.Answer;

/// A server on trial: behind its API are orders that fail, or stop at a gate, when they are asked to.
final class Trial implements AutoCloseable {
    static final String BOOM = "boom";
    static final String SECRET = "the password is swordfish";
    static final String GATED = "gated";
    static final String LARGE = "large";

    private static final int MOMENT_MILLIS = 300;

    private final Gate gate = new Gate();
    private final List<String> incidents = new CopyOnWriteArrayList<>();
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final int momentMillis;
    private final Api api;

    private Trial(Framework framework, Function<Orders, Setup> setup, int momentMillis) {
        this.momentMillis = momentMillis;
        api = framework.start(setup.apply(new TrialOrders())
                .withIncidents(new Incidents((id, cause) -> incidents.add(id))));
    }

    static Trial defaults(Framework framework) {
        return new Trial(framework, Setup::defaults, moment(framework == Framework.JAVALIN));
    }

    static Trial onVirtualThreads(Framework framework) {
        return new Trial(framework, orders -> Setup.defaults(orders).withVirtualThreads(),
                moment(framework != Framework.SPRING));
    }

    static Trial hardened(Framework framework) {
        return new Trial(framework, Setup::hardened, MOMENT_MILLIS);
    }

    static Trial patient(Framework framework, Duration patience) {
        return new Trial(framework, orders -> Setup.hardened(orders).withPatience(patience), MOMENT_MILLIS);
    }

    /// Who is known to cut it off gets the time to do so, which is over as soon as he did.
    private static int moment(boolean cutsOff) {
        return cutsOff ? Await.LIMIT_MILLIS : MOMENT_MILLIS;
    }

    Answer send(String request) throws IOException {
        return RawHttp.send(api.port(), request);
    }

    Socket open() throws IOException {
        return RawHttp.open(api.port());
    }

    Gate gate() {
        return gate;
    }

    /// The ids that were logged.
    List<String> incidents() {
        return incidents;
    }

    /// How often a handler asked for an order.
    int finds() {
        return finds.get();
    }

    /// How long a request inside must have outlived the port.
    int momentMillis() {
        return momentMillis;
    }

    /// Stops the server, once the requests inside are answered.
    void stop() {
        if (!stopped.getAndSet(true)) {
            api.close();
        }
    }

    @Override
    public void close() {
        gate.open();
        stop();
    }

    private final class TrialOrders extends Orders {
        @Override
        @Nullable
        Order find(String id) {
            finds.incrementAndGet();
            if (id.equals(BOOM)) {
                throw new IllegalStateException(SECRET);
            }
            if (id.equals(GATED)) {
                gate.pass();
                return create(new NewOrder("gate", 1));
            }
            return id.equals(LARGE) ? new Order(id, "x".repeat(16 << 20), 1, Instant.EPOCH) : super.find(id);
        }
    }
}
