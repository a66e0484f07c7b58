package handbook.support.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int SHORT_MILLIS = 150;

    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private ServerSocket server;
    private Thread accepting;
    private TcpProxy proxy;

    @BeforeEach
    void startEchoServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        accepting = Thread.startVirtualThread(this::serve);
        proxy = new TcpProxy("127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.startVirtualThread(() -> echo(socket));
            } catch (IOException e) {
                assertThat(server.isClosed()).as("how accept ends").isTrue();
            }
        }
    }

    private void echo(Socket socket) {
        try (socket) {
            var buffer = new byte[100];
            for (int length = socket.getInputStream().read(buffer); length >= 0; length = socket.getInputStream()
                    .read(buffer)) {
                received.add(new String(buffer, 0, length, StandardCharsets.US_ASCII));
                socket.getOutputStream().write(buffer, 0, length);
            }
            received.add("(end)");
        } catch (IOException e) {
            received.add("(reset)");
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        var answer = new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.US_ASCII);
        if (answer.isEmpty()) {
            throw new EOFException();
        }
        return answer;
    }

    @Test
    void relaysBothWaysAndTheEndOfTheStream() throws IOException {
        try (var socket = connect()) {
            assertThat(ask(socket, "one")).isEqualTo("one");
            socket.getOutputStream().write("two".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("two");
        }
        await().untilAsserted(() -> assertThat(received).containsExactly("one", "two", "(end)"));
    }

    @Test
    void aDelayedAnswerDoesNotComeEarlyAndRestoreLetsItGo() throws IOException {
        try (var socket = connect()) {
            ask(socket, "before");
            proxy.delay(Duration.ofHours(1));
            socket.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> ask(socket, "late")).isInstanceOf(SocketTimeoutException.class);
            proxy.restore();
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("late");
        }
    }

    @Test
    void aBlackHoleKeepsTheConnectionAndSwallowsTheBytes() throws IOException {
        try (var socket = connect()) {
            ask(socket, "before");
            proxy.blackHole();
            socket.setSoTimeout(SHORT_MILLIS);
            assertThatThrownBy(() -> ask(socket, "lost")).isInstanceOf(SocketTimeoutException.class);
            socket.shutdownOutput(); // its end passes, and shows that what was sent before has been swallowed
            await().untilAsserted(() -> assertThat(received).containsExactly("before", "(end)"));
        }
        proxy.restore();
        try (var socket = connect()) {
            assertThat(ask(socket, "after")).isEqualTo("after");
        }
    }

    @Test
    void aCutConnectionEndsAndTheNextIsServed() throws IOException {
        try (var socket = connect()) {
            ask(socket, "before");
            proxy.cut();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        await().untilAsserted(() -> assertThat(received).containsExactly("before", "(end)"));
        try (var socket = connect()) {
            assertThat(ask(socket, "again")).isEqualTo("again");
        }
    }

    @Test
    void aResetConnectionFailsAndTheNextIsServed() throws IOException {
        try (var socket = connect()) {
            ask(socket, "before");
            proxy.reset();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        await().untilAsserted(() -> assertThat(received).containsExactly("before", "(reset)"));
        try (var socket = connect()) {
            assertThat(ask(socket, "again")).isEqualTo("again");
        }
    }

    @Test
    void aTriggerResetsBeforeTheServerSeesIt() throws IOException {
        proxy.resetBefore("EXPIRE");
        try (var socket = connect()) {
            assertThat(ask(socket, "INCR k")).isEqualTo("INCR k");
            assertThatThrownBy(() -> ask(socket, "EXPIRE k")).isInstanceOf(SocketException.class);
        }
        try (var socket = connect()) {
            assertThat(ask(socket, "EXPIRE j")).as("it fires once").isEqualTo("EXPIRE j");
        }
        assertThat(received).doesNotContain("EXPIRE k");
    }

    @Test
    void whileItIsDownConnectionsAreRefusedAndAfterwardsServedOnTheSamePort() throws IOException {
        try (var socket = connect()) {
            ask(socket, "before");
            proxy.down();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        proxy.restore();
        try (var socket = connect()) {
            assertThat(ask(socket, "after")).isEqualTo("after");
        }
    }

    @Test
    void aServerThatIsGoneEndsTheConnection() throws Exception {
        server.close();
        accepting.join(); // an accept that has not noticed the close would still serve a connection
        try (var socket = connect()) {
            assertThatThrownBy(() -> ask(socket, "anyone")).isInstanceOfAny(SocketException.class, EOFException.class);
        }
    }
}
