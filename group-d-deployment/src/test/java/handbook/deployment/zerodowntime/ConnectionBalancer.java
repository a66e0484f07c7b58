package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A balancer of connections, not of requests: each new connection goes to the next server, and stays there.
final class ConnectionBalancer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Socket> sockets = new ArrayList<>(); // the accepting thread's, until it has ended
    private final List<Integer> ports;
    private final CompletableFuture<Void> accepting;

    ConnectionBalancer(List<Integer> ports) throws IOException {
        this.ports = ports;
        accepting = CompletableFuture.runAsync(this::accept, threads);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            for (int turn = 0;; turn++) {
                var client = keep(listener.accept());
                var server = keep(new Socket(InetAddress.getLoopbackAddress(), ports.get(turn % ports.size())));
                threads.execute(() -> relay(client, server));
                threads.execute(() -> relay(server, client));
            }
        } catch (IOException e) {
            assert listener.isClosed() : e; // how accept ends
        }
    }

    private Socket keep(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    private static void relay(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) { // one side is gone
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        accepting.join();
        for (var socket : sockets) {
            socket.close();
        }
        threads.close();
    }
}
