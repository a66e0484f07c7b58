package handbook.core.gil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.sun.management.UnixOperatingSystemMXBean;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Failure;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// How many requests can wait at the same time, and what does a global lock change about it?
///
/// *Predict*: a server answers nobody until its gate opens. How many requests get in from one thread, from a pool of 8,
/// from virtual threads, and from virtual threads that hold one lock while they wait?
///
/// *Run*: `mvn -q compile exec:exec@gil-io-bound -pl group-a-core-api -am -Dargs="1000"`
///
/// *Why*: waiting needs no core, so here threads help whether there is a GIL or not, as long as the lock is let go
/// before the wait. That is what CPython does around each blocking call, and what a lock of your own does not do by
/// itself: held around a request, it lets one in at a time, from however many threads.
///
/// Captured output: `docs/output/gil-io-bound.txt`
@Command(name = "gil-io-bound", description = "Counts how many requests wait inside a server at once: from one thread, "
        + "a pool, virtual threads, under a lock, and from CPython.")
public final class IoBoundExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(IoBoundExample.class);
    private static final List<String> PYTHON_WAYS = List.of("CPython, one thread", "CPython, pool of 8 threads",
            "CPython, asyncio");
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int POOL = 8;
    private static final int OTHER_FILES = 200;

    @Parameters(index = "0", arity = "0..1", paramLabel = "REQUESTS", description = "how many requests want to get in")
    @Size(usual = 1_000, quick = 20, min = POOL + 1, max = 20_000)
    int requests;

    /// One way to send the requests.
    ///
    /// @param name the way
    /// @param mostInside how many were inside the server at once
    record Way(String name, int mostInside) {}

    /// What was counted.
    ///
    /// @param java the ways in Java
    /// @param python the ways in CPython; none without CPython
    record Result(List<Way> java, List<Way> python) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new IoBoundExample(), args);
    }

    @Override
    public void call() throws InterruptedException {
        checkOpenFiles(requests);
        var python = CPython.onPath();
        printOrigin(CPython.origin(python));
        print(run(requests, python), requests);
    }

    /// Client and server are in this JVM, so that each connection takes two files.
    private static void checkOpenFiles(int requests) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            var possible = (system.getMaxFileDescriptorCount() - OTHER_FILES) / 2;
            if (requests > possible) {
                throw new Failure("The limit of open files allows about " + possible + " requests: ask for fewer, or "
                        + "raise it with ulimit -n");
            }
        }
    }

    static Result run(int requests, Optional<CPython> python) throws InterruptedException {
        var java = List.of(new Way("Java, one thread", fromPool(1, requests)),
                new Way("Java, pool of 8 threads", fromPool(POOL, requests)),
                new Way("Java, virtual threads", fromVirtualThreads(requests)),
                new Way("Java, virtual threads, lock held", holdingALock(requests)),
                new Way("Java, virtual threads, lock let go", lettingGoOfALock(requests)));
        return new Result(java, python.isEmpty() ? List.of() : inCPython(python.get(), requests));
    }

    private static int fromPool(int threads, int requests) throws InterruptedException {
        var pool = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        return mostInside(requests, pool, Runnable::run, () -> pool.getQueue().size());
    }

    private static int fromVirtualThreads(int requests) throws InterruptedException {
        return mostInside(requests, Executors.newVirtualThreadPerTaskExecutor(), Runnable::run, () -> 0);
    }

    // @start region=locks
    private static int holdingALock(int requests) throws InterruptedException {
        var gil = new ReentrantLock();
        return mostInside(requests, Executors.newVirtualThreadPerTaskExecutor(), request -> {
            gil.lock();
            try {
                request.run();
            } finally {
                gil.unlock();
            }
        }, gil::getQueueLength);
    }

    private static int lettingGoOfALock(int requests) throws InterruptedException {
        var gil = new ReentrantLock();
        return mostInside(requests, Executors.newVirtualThreadPerTaskExecutor(), request -> {
            gil.lock();
            try {
                gil.unlock();
                try {
                    request.run();
                } finally {
                    gil.lock();
                }
            } finally {
                gil.unlock();
            }
        }, () -> 0);
    }
    // @end

    /// Sends requests and counts how many of them are inside the server at once.
    ///
    /// @param threads run the requests; closed at the end
    /// @param around what a thread does around its request
    /// @param stuck how many threads or tasks cannot go on before a request inside is answered
    static int mostInside(int requests, ExecutorService threads, Consumer<Runnable> around, IntSupplier stuck)
            throws InterruptedException {
        var server = new GateServer(requests);
        var failure = new AtomicReference<UncheckedIOException>(); // the first one
        try (server; threads) {
            for (int i = 0; i < requests; i++) {
                threads.execute(() -> {
                    try {
                        around.accept(() -> send(server.port()));
                    } catch (UncheckedIOException e) {
                        failure.compareAndSet(null, e);
                    }
                });
            }
            server.openOnceStill(
                    () -> failure.get() != null || server.inside() + stuck.getAsInt() == requests);
            threads.close(); // waits for all answers
        }
        if (failure.get() != null) {
            throw new Failure("A request failed: " + failure.get().getMessage(), failure.get());
        }
        return server.mostInside();
    }

    private static void send(int port) {
        try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
            connection.getOutputStream().write(REQUEST);
            connection.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Way> inCPython(CPython python, int requests) throws InterruptedException {
        return List.of(new Way(PYTHON_WAYS.get(0), fromCPython(python, "one-thread", requests, 1)),
                new Way(PYTHON_WAYS.get(1), fromCPython(python, "threads", requests, POOL)),
                new Way(PYTHON_WAYS.get(2), fromCPython(python, "asyncio", requests, requests)));
    }

    private static int fromCPython(CPython python, String way, int requests, int expected)
            throws InterruptedException {
        var server = new GateServer(requests);
        Future<List<String>> sent;
        try (server; var runner = Executors.newVirtualThreadPerTaskExecutor()) {
            sent = runner.submit(() -> python.run("io", way, Integer.toString(server.port()),
                    Integer.toString(requests)));
            server.openOnceStill(() -> server.inside() == expected || sent.isDone());
        } // closing waits for CPython's end
        if (sent.state() == Future.State.FAILED) {
            throw new Failure("CPython sent no requests: " + sent.exceptionNow().getMessage(), sent.exceptionNow());
        }
        return server.mostInside();
    }

    private static void print(Result result, int requests) {
        LOG.info("Requests inside the server at once, of {}:", Figures.count(requests));
        var bars = new Bars();
        result.java().forEach(way -> bars.bar(way.name(), way.mostInside(), Figures.count(way.mostInside())));
        result.python().forEach(way -> bars.bar(way.name(), way.mostInside(), Figures.count(way.mostInside())));
        if (result.python().isEmpty()) {
            PYTHON_WAYS.forEach(name -> bars.bar(name, 0, "-"));
        }
        bars.print(LOG::info);
        LOG.info("A lock held around the request let {} in at once, let go around it {}.",
                Figures.count(result.java().get(3).mostInside()), Figures.count(result.java().get(4).mostInside()));
    }
}
