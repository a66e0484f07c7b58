package handbook.deployment.zerodowntime;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import handbook.support.example.Failure;
import handbook.support.net.Load;

/// Replaces old replicas by new ones, one after the other, while a load runs.
final class RollingUpdate {
    /// How an old replica leaves.
    enum Stop {
        /// SIGKILL.
        KILL("kill"),
        /// SIGTERM while the balancer still sends.
        GRACEFUL_ONLY("graceful shutdown only"),
        /// Out of the balancer first, then SIGTERM.
        DRAIN_FIRST("drain first, then stop");

        private final String title;

        Stop(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /// How long it waits.
    ///
    /// @param ready for a new replica to become ready
    /// @param grace for an old one to end after SIGTERM
    record Patience(Duration ready, Duration grace) {}

    /// Requests until a balancer learns by itself, and until a new replica has shown that it works.
    private static final int A_WHILE = 40;
    private static final Duration PROBE_EVERY = Duration.ofMillis(20);

    private final Balancer balancer;
    private final Patience patience;
    private final Set<URI> registered = new LinkedHashSet<>();
    private final List<String> events = new ArrayList<>();

    /// Starts with the old replicas, which are ready.
    RollingUpdate(Balancer balancer, Patience patience, List<Replica> old) {
        this.balancer = balancer;
        this.patience = patience;
        old.forEach(replica -> registered.add(replica.address()));
        if (balancer.learn(registered).size() < registered.size()) {
            throw new Failure("not all old replicas are ready; see their logs");
        }
    }

    // @start region=replace
    /// Brings a new replica in, then takes an old one out.
    ///
    /// @throws Failure when the new one is not ready in time, or dies; the old one serves on then
    void replace(Replica old, Replica fresh, Stop stop, Load load) throws InterruptedException {
        awaitReady(fresh, old);
        registered.add(fresh.address());
        balancer.learn(registered);
        load.awaitMore(A_WHILE);
        checkAlive(fresh, old);
        switch (stop) {
            case KILL -> old.kill();
            case GRACEFUL_ONLY -> old.terminate();
            case DRAIN_FIRST -> drain(old);
        }
        load.awaitMore(A_WHILE);
        registered.remove(old.address());
        balancer.learn(registered); // where nobody told it, it finds out here
        awaitEnd(old);
    }

    private void drain(Replica old) throws InterruptedException {
        old.drain(); // not ready from now on, and serves
        balancer.learn(registered);
        int underWay = balancer.awaitAnswered(old.address(), patience.grace());
        if (underWay > 0) {
            events.add(old + " has " + underWay + " requests that do not end");
        }
        old.terminate();
    }
    // @end

    private void awaitReady(Replica fresh, Replica old) throws InterruptedException {
        long end = System.nanoTime() + patience.ready().toNanos();
        while (!fresh.isReady()) {
            if (!fresh.isAlive()) {
                throw new Failure(fresh + " ended before it was ready: " + old
                        + " stays, see the log of the new version");
            }
            if (System.nanoTime() - end > 0) {
                fresh.kill();
                throw new Failure(fresh + " was not ready within " + patience.ready().toMillis() + " ms: " + old
                        + " stays, see the log of the new version");
            }
            Thread.sleep(PROBE_EVERY);
        }
    }

    private void checkAlive(Replica fresh, Replica old) {
        if (!balancer.learn(registered).contains(fresh.address())) {
            registered.remove(fresh.address());
            fresh.kill();
            throw new Failure(fresh + " died under load: it is out again and " + old
                    + " stays, see the log of the new version");
        }
    }

    private void awaitEnd(Replica old) throws InterruptedException {
        if (!old.awaitEnd(patience.grace())) {
            events.add(old + " did not end within " + patience.grace().toMillis() + " ms after SIGTERM: killed");
        }
    }

    /// What was not as planned, in order.
    List<String> events() {
        return List.copyOf(events);
    }
}
