package handbook.support.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.example.Failure;

/// A server's process on a port of the loopback address.
///
/// @param process the server
/// @param port where it listens
record ServerProcess(Process process, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final int ATTEMPTS = 10;
    private static final int PAUSE_MILLIS = 200;
    private static final int LINES_OF_A_FAILURE = 2;

    /// Starts a server and waits until it says that it is ready.
    ///
    /// @param name for the failure
    /// @param fixedPort the port, or 0 for a free one
    /// @param command the command line for a port
    /// @param ready a part of the line by which the server says that it is ready
    /// @throws Failure with the server's last lines when it ends instead
    static ServerProcess start(String name, int fixedPort, IntFunction<List<String>> command, String ready) {
        var said = List.<String>of();
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var port = fixedPort == 0 ? freePort() : fixedPort;
            try {
                var builder = new ProcessBuilder(command.apply(port)).redirectErrorStream(true);
                builder.environment().put("LC_ALL", "C"); // its messages are read here
                var process = builder.start();
                said = awaitReady(process.inputReader(), ready);
                if (said.isEmpty()) {
                    return new ServerProcess(process, port);
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

    /// Nothing when it is ready, what it said when it ended instead.
    private static List<String> awaitReady(BufferedReader output, String ready) throws IOException {
        var said = new ArrayList<String>();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(ready)) {
                Thread.ofPlatform().daemon().name("server-output").start(() -> drain(output));
                return List.of();
            }
            said.add(line);
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
        process.onExit().join();
    }

    /// SIGKILL for the process and those that it started.
    void kill() {
        var children = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        try {
            for (var child : children) {
                child.destroyForcibly();
                ServerFolder.awaitEnd(child);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
