package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A client with a single connection, which shows what is on the wire.
final class OneConnection implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private final Socket socket;

    OneConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    void send(String method) throws IOException {
        socket.getOutputStream().write((method + " / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /// Sends a GET.
    ///
    /// @return the answer's status line, headers and body; empty when the connection ends instead
    String get() throws IOException {
        send("GET");
        return answer();
    }

    String answer() throws IOException {
        var in = socket.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head + body(in, head.toString());
    }

    private static String body(InputStream in, String head) throws IOException {
        var length = LENGTH.matcher(head);
        return length.find()
                ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.US_ASCII)
                : "";
    }

    /// Whether the server has ended the connection.
    boolean isEnded() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
