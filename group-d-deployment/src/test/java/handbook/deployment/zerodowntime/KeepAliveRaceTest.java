package handbook.deployment.zerodowntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The server ends a connection that is idle at the moment in which the client sends its next request on it. A slow
/// wire is what makes them meet: it hands the end on only when the client has sent.
@Timeout(60) // only so that a mistake ends
class KeepAliveRaceTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (var resource : open) {
            resource.close();
        }
        threads.close();
    }

    /// Answers one request on each connection and ends it, as if its idle time-out were over at once.
    private int server(String lastHeader) throws IOException {
        var listener = keep(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        threads.execute(() -> {
            try {
                while (true) {
                    try (var client = listener.accept()) {
                        readRequest(client);
                        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + lastHeader + "\r\n";
                        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException e) {
                assert listener.isClosed() : e;
            }
        });
        return listener.getLocalPort();
    }

    private static void readRequest(Socket client) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                return;
            }
            head.append((char) next);
        }
    }

    /// Relays connections; the server's end of one is held back until the client has sent a second time or has gone.
    private URI slowWireTo(int port) throws IOException {
        var listener = keep(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        threads.execute(() -> {
            try {
                while (true) {
                    var client = keep(listener.accept());
                    var server = keep(new Socket(InetAddress.getLoopbackAddress(), port));
                    var sentAgain = new CountDownLatch(2);
                    threads.execute(() -> toServer(client, server, sentAgain));
                    threads.execute(() -> toClient(server, client, sentAgain));
                }
            } catch (IOException e) {
                assert listener.isClosed() : e;
            }
        });
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    private static void toServer(Socket client, Socket server, CountDownLatch sentAgain) {
        var buffer = new byte[8192];
        try {
            for (int length = client.getInputStream().read(buffer); length >= 0; length = client.getInputStream()
                    .read(buffer)) {
                sentAgain.countDown();
                server.getOutputStream().write(buffer, 0, length);
            }
        } catch (IOException _) { // the server has gone: the other direction says so
        } finally {
            sentAgain.countDown();
            sentAgain.countDown();
        }
    }

    private static void toClient(Socket server, Socket client, CountDownLatch sentAgain) {
        try (client) {
            server.getInputStream().transferTo(client.getOutputStream());
            sentAgain.await();
        } catch (IOException | InterruptedException _) { // one side has gone, or the test is over
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.add(resource);
        return resource;
    }

    @Test
    @DisplayName("A server that ends an idle connection unannounced fails the POST that is on its way")
    void unannounced() throws Exception {
        try (var posts = new Posts(slowWireTo(server("")), "")) {
            assertThat(posts.send(1).success()).isTrue();
            assertThatThrownBy(() -> posts.send(2)).isInstanceOf(IOException.class);
        }
    }

    @Test
    @DisplayName("A server that announces the end with `Connection: close` in its last answer fails none: the client comes on a new connection")
    void announced() throws Exception {
        try (var posts = new Posts(slowWireTo(server("Connection: close\r\n")), "")) {
            for (int id = 1; id <= 5; id++) {
                assertThat(posts.send(id).success()).isTrue();
            }
        }
    }
}
