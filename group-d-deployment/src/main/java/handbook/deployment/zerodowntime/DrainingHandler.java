package handbook.deployment.zerodowntime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;

/// Lets a server leave in two steps. [#drain] is for the time in which the balancer still sends: all is served, every
/// answer tells its client to come back on another connection, and readiness says no. [#shutdown] is for the time
/// after: what is in flight is finished, what is new is refused.
final class DrainingHandler implements HttpHandler {
    private enum State {
        SERVING, DRAINING, SHUT_DOWN
    }

    private final HttpHandler next;
    private State state = State.SERVING;
    private int inFlight;

    /// @param next serves the requests
    DrainingHandler(HttpHandler next) {
        this.next = next;
    }

    // @start region=draining
    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addResponseCommitListener(this::closeIfDraining); // also what came before the drain
        if (!enter()) {
            exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
            exchange.endExchange();
            return;
        }
        exchange.addExchangeCompleteListener((done, others) -> {
            leave();
            others.proceed();
        });
        next.handleRequest(exchange);
    }

    /// Asking and counting are one step: between them a shutdown would believe that nobody is here.
    private synchronized boolean enter() {
        if (state == State.SHUT_DOWN) {
            return false;
        }
        inFlight++;
        return true;
    }

    private synchronized void leave() {
        inFlight--;
        notifyAll();
    }

    private void closeIfDraining(HttpServerExchange exchange) {
        if (!isReady()) {
            exchange.getResponseHeaders().put(Headers.CONNECTION, "close");
        }
    }

    /// Whether a balancer should send requests.
    synchronized boolean isReady() {
        return state == State.SERVING;
    }

    /// From now on not ready; requests are still served.
    synchronized void drain() {
        state = state == State.SERVING ? State.DRAINING : state;
    }

    /// From now on new requests are refused with 503.
    synchronized void shutdown() {
        state = State.SHUT_DOWN;
    }

    /// Waits for what is in flight.
    ///
    /// @param deadline how long at most
    /// @return how many requests are stuck; 0 as soon as all are answered
    synchronized int awaitIdle(Duration deadline) throws InterruptedException {
        long end = System.nanoTime() + deadline.toNanos();
        for (long left = deadline.toNanos(); inFlight > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return inFlight;
    }
    // @end
}
