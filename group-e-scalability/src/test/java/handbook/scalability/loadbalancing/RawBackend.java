package handbook.scalability.loadbalancing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that reads the head of a request and answers with whatever bytes a test wants, then resets the connection.
final class RawBackend implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final AtomicInteger requests = new AtomicInteger();

    RawBackend(String answer) throws IOException {
        threads.submit(() -> {
            while (true) {
                var client = listener.accept();
                threads.submit(() -> {
                    serve(client, answer);
                    return null;
                });
            }
        });
    }

    private void serve(Socket client, String answer) throws IOException {
        try (client) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = client.getInputStream().read();
                if (next < 0) {
                    return;
                }
                head.append((char) next);
            }
            requests.incrementAndGet();
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
            client.setSoLinger(true, 0); // closing then resets
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
        threads.close();
    }
}
