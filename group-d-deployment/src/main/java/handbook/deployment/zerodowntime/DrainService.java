package handbook.deployment.zerodowntime;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;

/// A service in a process of its own. A POST takes effect, which is the line `DONE` and its id, works for a moment and
/// is answered. With a header `X-Hold` it prints `HELD` and waits for the line `RELEASE` on the standard input.
///
/// The line `DRAIN` makes it not ready (`DRAINING`). SIGTERM makes it refuse new requests (`REFUSING`), finish the
/// others, report what is stuck at its deadline (`STUCK` and how many), and end.
final class DrainService {
    /// What is wrong with a process.
    enum Fault {
        /// Nothing.
        NONE,
        /// It listens and lives, but never becomes ready.
        NEVER_READY,
        /// It crashes when it has served a few requests.
        CRASHES,
        /// Its shutdown never ends.
        IGNORES_SIGTERM
    }

    /// How long it waits for what is in flight after SIGTERM.
    static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int SERVED_BEFORE_CRASH = 10;
    private static final int CRASHED = 3;
    private static final int WORK_MILLIS = 10;

    private final String name;
    private final Fault fault;
    private final DrainingHandler draining = new DrainingHandler(this::post);
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger served = new AtomicInteger();
    private final Undertow server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(1)
            .setWorkerThreads(1).setHandler(Handlers.path(draining)
                    .addExactPath("/live", exchange -> exchange.setStatusCode(StatusCodes.OK))
                    .addExactPath("/ready", this::ready))
            .build();

    private DrainService(String name, Fault fault) {
        this.name = name;
        this.fault = fault;
    }

    /// @param args its name, its fault
    public static void main(String[] args) {
        new DrainService(args[0], Fault.valueOf(args[1])).run();
    }

    private void run() {
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave, "leave"));
        System.out.println(
                "LISTENING " + ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort());
        try (var commands = new Scanner(System.in)) {
            while (commands.hasNextLine()) {
                switch (commands.nextLine()) {
                    case "DRAIN" -> {
                        draining.drain();
                        System.out.println("DRAINING");
                    }
                    case "RELEASE" -> released.countDown();
                    default -> throw new IllegalArgumentException("DRAIN or RELEASE");
                }
            }
        }
    }

    private void ready(HttpServerExchange exchange) {
        var ready = draining.isReady() && fault != Fault.NEVER_READY;
        exchange.setStatusCode(ready ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
    }

    private void post(HttpServerExchange exchange) {
        exchange.dispatch(threads, this::work);
    }

    private void work(HttpServerExchange exchange) throws InterruptedException {
        if (fault == Fault.CRASHES && served.incrementAndGet() > SERVED_BEFORE_CRASH) {
            Runtime.getRuntime().halt(CRASHED);
        }
        var id = exchange.getRequestHeaders().getFirst(Posts.ID);
        System.out.println("DONE " + id);
        if (exchange.getRequestHeaders().contains(Posts.HOLD)) {
            System.out.println("HELD " + id);
            released.await();
        } else {
            Thread.sleep(WORK_MILLIS);
        }
        exchange.getResponseSender().send(name);
    }

    // @start region=sigterm
    /// What SIGTERM starts, as a shutdown hook: the listener stays open until nothing is in flight.
    private void leave() {
        draining.shutdown();
        System.out.println("REFUSING");
        try {
            int stuck = draining.awaitIdle(DEADLINE);
            if (stuck > 0) {
                System.out.println("STUCK " + stuck);
            }
            while (fault == Fault.IGNORES_SIGTERM) {
                Thread.sleep(Duration.ofDays(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    } // the end of the process closes the listener
      // @end

    /// The command line of one.
    static List<String> arguments(String name, Fault fault) {
        return List.of(name, fault.name());
    }
}
