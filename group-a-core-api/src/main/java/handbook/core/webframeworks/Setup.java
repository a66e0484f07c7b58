package handbook.core.webframeworks;

import java.time.Duration;

import org.slf4j.LoggerFactory;

/// How a server is started.
///
/// @param port the port on the loopback address; 0 for a free one
/// @param hardened false for the framework as it comes, true with all that the contract needs
/// @param virtualThreads whether each request has a virtual thread of its own
/// @param patience how long a hardened server waits for the next byte of a request; in Micronaut the handler must have
/// answered by then too
/// @param orders the service behind the API
/// @param incidents where a hardened server reports what its handlers throw
record Setup(int port, boolean hardened, boolean virtualThreads, Duration patience, Orders orders,
        Incidents incidents) {
    static final int BODY_LIMIT = 64 << 10;
    static final Duration GRACE = Duration.ofSeconds(10); // what a request inside gets to come to its end

    static Setup defaults(Orders orders) {
        return new Setup(0, false, false, Duration.ofSeconds(10), orders, new Incidents((id, cause) -> LoggerFactory
                .getLogger(Setup.class).error("incident {}", id, cause)));
    }

    static Setup hardened(Orders orders) {
        var setup = defaults(orders);
        return new Setup(0, true, true, setup.patience, orders, setup.incidents);
    }

    Setup withPort(int other) {
        return new Setup(other, hardened, virtualThreads, patience, orders, incidents);
    }

    Setup withVirtualThreads() {
        return new Setup(port, hardened, true, patience, orders, incidents);
    }

    Setup withPatience(Duration other) {
        return new Setup(port, hardened, virtualThreads, other, orders, incidents);
    }

    Setup withIncidents(Incidents other) {
        return new Setup(port, hardened, virtualThreads, patience, orders, other);
    }
}
