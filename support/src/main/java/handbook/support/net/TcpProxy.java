package handbook.support.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/// A TCP relay on the loopback address that is a bad network when it is told to be one. A client connects to [#port]
/// instead of to the server; without a fault its bytes, and the end of its stream, pass unchanged in both directions.
public final class TcpProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable String> trigger = new AtomicReference<>();
    private final int port;
    private volatile ServerSocket listener;
    private volatile CompletableFuture<Void> accepting;
    private volatile Duration delay = Duration.ZERO;
    private volatile CountDownLatch restored = new CountDownLatch(1);
    private volatile boolean blackHole;

    /// A client's connection and the one to the server that it is relayed to.
    private record Link(Socket client, Socket upstream) {
        void end(boolean abruptly) {
            try {
                if (abruptly && !client.isClosed() && !upstream.isClosed()) {
                    client.setSoLinger(true, 0); // closing then sends RST
                    upstream.setSoLinger(true, 0);
                }
                client.close();
                upstream.close();
            } catch (IOException e) {
                assert client.isClosed() : e; // another thread ended it first
            }
        }
    }

    /// @param host the server's host
    /// @param serverPort the server's port
    /// @throws IOException when no port can be opened
    public TcpProxy(String host, int serverPort) throws IOException {
        server = new InetSocketAddress(host, serverPort);
        listen(0);
        port = listener.getLocalPort();
    }

    /// Where clients connect to.
    ///
    /// @return the port on the loopback address, the same for the proxy's whole life
    public int port() {
        return port;
    }

    /// Holds everything back that is sent from now on, in both directions.
    ///
    /// @param duration how long each piece is held
    public void delay(Duration duration) {
        delay = duration;
    }

    /// Swallows everything that is sent from now on, while all connections stay open: a dead host, a firewall's drop.
    public void blackHole() {
        blackHole = true;
    }

    /// Ends all connections in the orderly way (FIN). New ones are served.
    public void cut() {
        links.forEach(link -> link.end(false));
    }

    /// Ends all connections abruptly (RST). New ones are served.
    public void reset() {
        links.forEach(link -> link.end(true));
    }

    /// Resets the next connection on which a client sends some text, before the server sees it: the client "dies"
    /// between two commands. The text must arrive in one piece, as a command after an awaited answer does.
    ///
    /// @param text ASCII, for example `EXPIRE`
    public void resetBefore(String text) {
        trigger.set(text);
    }

    /// Refuses new connections and resets the open ones: the server's process is gone.
    ///
    /// @throws IOException when the port cannot be closed
    public void down() throws IOException {
        listener.close();
        accepting.join(); // the kernel still takes connections for an accept that has not noticed the close
        reset();
    }

    /// Ends every fault, passes on what is held back, and listens again after [#down].
    ///
    /// @throws IOException when somebody else has taken the port meanwhile
    public void restore() throws IOException {
        delay = Duration.ZERO;
        blackHole = false;
        trigger.set(null);
        restored.countDown();
        restored = new CountDownLatch(1);
        if (listener.isClosed()) {
            listen(port);
        }
    }

    /// Ends the proxy and all its connections.
    @Override
    public void close() throws IOException {
        try {
            down();
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private void listen(int wanted) throws IOException {
        var socket = new ServerSocket(wanted, 50, InetAddress.getLoopbackAddress());
        listener = socket;
        accepting = CompletableFuture.runAsync(() -> accept(socket), threads);
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                var link = new Link(socket.accept(), new Socket());
                links.add(link);
                threads.execute(() -> serve(link));
            } catch (IOException e) {
                Thread.onSpinWait(); // closed, which ends it; or no file descriptor is free, then the next may find one
            }
        }
    }

    private void serve(Link link) {
        try {
            link.upstream.connect(server);
            var answers = threads.submit(() -> relay(link, false));
            relay(link, true);
            answers.get();
        } catch (Exception e) { // what one side lost, the other loses too
            link.end(true);
        } finally {
            link.end(false);
            links.remove(link);
        }
    }

    private void relay(Link link, boolean toServer) {
        var from = toServer ? link.client : link.upstream;
        var to = toServer ? link.upstream : link.client;
        var buffer = new byte[8192];
        try {
            for (int length = from.getInputStream().read(buffer); length >= 0; length = from.getInputStream()
                    .read(buffer)) {
                restored.await(delay.toNanos(), TimeUnit.NANOSECONDS);
                if (toServer && isTriggered(buffer, length)) {
                    link.end(true);
                } else if (!blackHole) {
                    to.getOutputStream().write(buffer, 0, length);
                }
            }
            to.shutdownOutput();
        } catch (IOException | InterruptedException e) {
            link.end(true);
        }
    }

    private boolean isTriggered(byte[] buffer, int length) {
        var text = trigger.get();
        return text != null && new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(text)
                && trigger.compareAndSet(text, null);
    }
}
