package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import handbook.deployment.zerodowntime.DrainService.Fault;
import handbook.support.process.ChildJvm;

/// One instance of the service: a process, and how to talk to it.
final class Replica implements AutoCloseable {
    /// Far more than a probe in production would wait: on a loaded machine a fresh process may need seconds for its first
    /// answer, and who is not ready, or has gone, says so at once.
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient PROBE = HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(PATIENCE)
            .build();
    private static final List<String> SMALL = List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-Xshare:auto", "-Dorg.jboss.logging.provider=jdk"); // Logback would cost a third of the start

    private final String name;
    private final ChildJvm process;
    private @Nullable URI address;

    private Replica(String name, ChildJvm process) {
        this.name = name;
        this.process = process;
    }

    /// Starts a process and does not wait for it.
    static Replica start(String name, Fault fault) {
        return new Replica(name,
                ChildJvm.start(DrainService.class, SMALL, DrainService.arguments(name, fault).toArray(String[]::new)));
    }

    /// Where it listens; waits until it does.
    synchronized URI address() {
        if (address == null) {
            address = URI.create("http://127.0.0.1:" + process.awaitLine("LISTENING "));
        }
        return address;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Whether it says that it takes requests.
    boolean isReady() {
        return isReady(address());
    }

    static boolean isReady(URI address) {
        return status(address, "/ready") == 200;
    }

    /// Asks for a status.
    ///
    /// @return 0 when there is no answer
    static int status(URI address, String path) {
        try {
            var request = HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE).build();
            return PROBE.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /// What a `preStop` hook does: from now on it is not ready, and serves.
    void drain() {
        process.writeLine("DRAIN");
        process.awaitLine("DRAINING");
    }

    /// SIGTERM; returns when new requests are refused.
    void terminate() {
        process.terminate();
        process.awaitLine("REFUSING");
    }

    /// Waits until it has ended, and kills it when it does not.
    ///
    /// @return whether it ended by itself
    boolean awaitEnd(Duration grace) throws InterruptedException {
        try {
            ProcessHandle.of(process.pid()).ifPresent(handle -> handle.onExit().orTimeout(grace.toMillis(),
                    TimeUnit.MILLISECONDS).join());
            return true;
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                process.kill();
                return false;
            }
            throw e;
        }
    }

    /// SIGKILL.
    void kill() {
        process.kill();
    }

    /// Waits until it holds a request, which only [#release] lets go on.
    void awaitHeld() {
        process.awaitLine("HELD ");
    }

    void release() {
        process.writeLine("RELEASE");
    }

    /// The ids that took effect in its life, which is over then.
    List<String> effects() {
        process.kill();
        return process.join().out().stream().filter(line -> line.startsWith("DONE ")).map(line -> line.substring(5))
                .toList();
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
