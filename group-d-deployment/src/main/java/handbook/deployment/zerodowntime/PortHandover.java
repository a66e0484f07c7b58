package handbook.deployment.zerodowntime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import handbook.support.example.Failure;
import handbook.support.net.Ledger;
import handbook.support.net.Ledger.Balance;
import handbook.support.net.Ledger.Outcome;
import handbook.support.process.ChildJvm;

/// Hands a port from an old process to a new one in three ways, while clients connect. Nothing here depends on timing:
/// a process accepts only when it is told to, and a connection counts as made when the kernel has made it.
final class PortHandover implements AutoCloseable {
    private static final Path MIGRATE = Path.of("/proc/sys/net/ipv4/tcp_migrate_req");
    private static final List<String> SMALL = List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final ChildJvm old = ChildJvm.start(PortServer.class, SMALL, "old");
    private final ChildJvm fresh = ChildJvm.start(PortServer.class, SMALL, "new");
    private final int clients;

    /// How one way went.
    ///
    /// @param byOld connections that the old process answered
    /// @param byNew connections that the new process answered
    /// @param balance every connection; those that were reset are [Balance#lost]
    record Handover(int byOld, int byNew, Balance balance) {}

    /// @param clients how many connect before the hand-over, and how many more during it
    PortHandover(int clients) {
        this.clients = clients;
        try {
            old.awaitLine("READY");
            fresh.awaitLine("READY");
        } catch (Failure e) {
            close();
            throw e;
        }
    }

    static boolean isLinux() {
        return "Linux".equals(System.getProperty("os.name"));
    }

    /// Whether the kernel gives the queue of a closed listener to another one of the same port (Linux 5.14 or newer, and
    /// off unless somebody switched it on).
    static boolean kernelMigrates() throws IOException {
        return Files.exists(MIGRATE) && !"0".equals(Files.readString(MIGRATE).strip());
    }

    // @start region=handover
    /// The old process closes its listener while connections wait in its queue.
    Handover closeAtOnce() throws IOException {
        try (var connections = new Connections()) {
            int port = listen(old, 0);
            listen(fresh, port);
            connections.open(port, clients);
            connections.open(port, clients);
            close(old);
            return connections.outcome(List.of(), accept(fresh));
        }
    }

    /// The old process accepts until its queue is empty, then closes. Those that the hash still sends here between the
    /// two are lost.
    Handover emptyThenClose() throws IOException {
        try (var connections = new Connections()) {
            int port = listen(old, 0);
            listen(fresh, port);
            connections.open(port, clients);
            var byOld = accept(old);
            connections.open(port, clients);
            close(old);
            return connections.outcome(byOld, accept(fresh));
        }
    }

    /// Each process has its own port, and a balancer in front sends new connections to the new one first. Then the old
    /// queue can only shrink, and the balancer knows when it is empty: it has an answer to all that it sent there.
    Handover balancerFirst() throws IOException {
        try (var connections = new Connections()) {
            int oldPort = listen(old, 0);
            int newPort = listen(fresh, 0);
            connections.open(oldPort, clients);
            var byOld = new ArrayList<Long>(); // from here on the balancer sends to the new process
            while (byOld.size() < clients) {
                byOld.addAll(accept(old));
            }
            connections.open(newPort, clients);
            close(old);
            return connections.outcome(byOld, accept(fresh));
        }
    }
    // @end

    private static int listen(ChildJvm process, int port) {
        process.writeLine("LISTEN " + port);
        return Integer.parseInt(process.awaitLine("LISTENING "));
    }

    private static List<Long> accept(ChildJvm process) {
        process.writeLine("ACCEPT");
        var ids = process.awaitLine("EMPTY ");
        return ids.isEmpty() ? List.of() : Stream.of(ids.split(" ")).map(Long::valueOf).toList();
    }

    private static void close(ChildJvm process) {
        process.writeLine("CLOSE");
        process.awaitLine("CLOSED");
    }

    /// The clients' side: each connects, sends its id, and waits.
    private final class Connections implements AutoCloseable {
        private final Ledger ledger = new Ledger();
        private final Map<Long, Socket> open = new LinkedHashMap<>();

        void open(int port, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                var id = ledger.open();
                var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                open.put(id, socket);
                new DataOutputStream(socket.getOutputStream()).writeLong(id);
            }
        }

        /// Reads every client's answer. Both processes have accepted what they will by now.
        Handover outcome(List<Long> byOld, List<Long> byNew) throws IOException {
            PortHandover.close(fresh);
            for (var connection : open.entrySet()) {
                try {
                    var who = new String(connection.getValue().getInputStream().readAllBytes(), US_ASCII);
                    ledger.close(connection.getKey(), who.isEmpty() ? Outcome.LOST : Outcome.DONE, who);
                } catch (IOException e) { // connection reset
                    ledger.close(connection.getKey(), Outcome.LOST, e.toString());
                }
            }
            var effects = Stream.concat(byOld.stream(), byNew.stream()).toList();
            return new Handover(byOld.size(), byNew.size(), ledger.balance(effects));
        }

        @Override
        public void close() throws IOException {
            for (var socket : open.values()) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        old.close();
        fresh.close();
    }
}
