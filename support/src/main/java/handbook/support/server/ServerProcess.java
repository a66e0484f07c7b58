package handbook.support.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.example.Failure;

/// A server's process on a port of the loopback address.
///
/// @param process the server
/// @param port where it listens
record ServerProcess(Process process, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    static final int STOP_SECONDS = 20;
    private static final int START_SECONDS = 60;
    private static final int ATTEMPTS = 10;
    private static final int PAUSE_MILLIS = 200;
    private static final int LINES_OF_A_FAILURE = 2;

    /// Starts a server and waits until it says that it is ready.
    ///
    /// @param name for the failure
    /// @param fixedPort the port, or 0 for a free one
    /// @param command the command line for a port
    /// @param ready a part of the line by which the server says that it is ready
    /// @throws Failure with the server's last lines when it ends instead, or when a minute passes
    static ServerProcess start(String name, int fixedPort, IntFunction<List<String>> command, String ready) {
        return start(name, fixedPort, command, ready, START_SECONDS);
    }

    static ServerProcess start(String name, int fixedPort, IntFunction<List<String>> command, String ready,
            int limitSeconds) {
        var said = List.<String>of();
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var port = fixedPort == 0 ? freePort() : fixedPort;
            try {
                var builder = new ProcessBuilder(command.apply(port)).redirectErrorStream(true);
                builder.environment().put("LC_ALL", "C"); // its messages are read here
                var server = new ServerProcess(builder.start(), port);
                said = server.awaitReady(ready, limitSeconds);
                if (said.isEmpty()) {
                    return server;
                }
            } catch (IOException e) {
                throw new Failure("Cannot run " + name + ": " + e.getMessage(), e);
            }
            if (!String.join(" ", said).contains("in use")) {
                break; // else it is a port that somebody was quicker to take, or what a killed server has not let go yet
            }
            pause();
        }
        var end = said.subList(Math.max(0, said.size() - LINES_OF_A_FAILURE), said.size());
        throw new Failure("Cannot start " + name + ": " + String.join(" ", end));
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Nothing when it is ready, what it said when it ended instead, or when it was killed because it took too long.
    private List<String> awaitReady(String ready, int limitSeconds) {
        var said = new ArrayList<String>();
        var output = process.inputReader();
        var limit = new CompletableFuture<@Nullable Void>().completeOnTimeout(null, limitSeconds, TimeUnit.SECONDS);
        var unused = limit.thenRunAsync(this::kill);
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(ready) && limit.cancel(false)) {
                    Thread.ofPlatform().daemon().name("server-output").start(() -> drain(output));
                    return List.of();
                }
                said.add(line);
            }
        } catch (IOException e) {
            LOG.debug("the pipe of a server that was killed", e);
        }
        kill(); // it may also have closed its output and run on
        if (!limit.cancel(false)) {
            said.add("it was not ready within " + limitSeconds + " s");
        }
        return said.isEmpty() ? List.of("it ended without a word") : said;
    }

    private static void drain(BufferedReader output) {
        try (output) {
            output.transferTo(Writer.nullWriter()); // a full pipe would stop the server
        } catch (IOException e) {
            LOG.debug("the pipe of a server that was killed", e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Failure("No free port on the loopback address: " + e.getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGTERM.
    void terminate() {
        process.destroy();
        awaitEnd(STOP_SECONDS);
    }

    /// Waits until it has ended; kills it when that takes too long.
    void awaitEnd(int limitSeconds) {
        process.onExit().completeOnTimeout(process, limitSeconds, TimeUnit.SECONDS).join();
        if (process.isAlive()) {
            kill();
        }
    }

    /// SIGKILL for the process and those that it started.
    void kill() {
        var children = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        try {
            children.forEach(ProcessHandle::destroyForcibly); // all of them, before an interrupt ends the waiting
            for (var child : children) {
                ServerFolder.awaitEnd(child);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
