package handbook.core.webframeworks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// An HTTP client that sends any bytes, also those that no library would.
final class RawHttp {
    /// What a server said before it closed the connection.
    ///
    /// @param status 0 when it closed without an answer
    /// @param headers by name, whatever its case
    /// @param body a character for each byte, without the chunks where it was in such
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private RawHttp() {}

    static Answer send(int port, String request) throws IOException {
        return send(port, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Answer send(int port, byte[] request) throws IOException {
        return send(open(port), request);
    }

    /// Sends a request, reads the answer, and closes the connection.
    static Answer send(Socket connection, byte[] request) throws IOException {
        try (connection) {
            Thread.startVirtualThread(() -> write(connection, request)); // the answer may come before its end
            return read(connection);
        }
    }

    static Socket open(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Await.LIMIT_MILLIS);
        return socket;
    }

    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
        } catch (IOException _) { // the server has heard enough
        }
    }

    /// Reads until the server closes the connection.
    static Answer read(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException _) { // a reset: what came before it counts
        }
        try {
            return parse(bytes.toString(StandardCharsets.ISO_8859_1)); // a character is a byte
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException("not HTTP", e);
        }
    }

    private static Answer parse(String text) {
        var end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, Map.of(), text);
        }
        var lines = text.substring(0, end).split("\r\n", -1);
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            var colon = lines[i].indexOf(':');
            headers.merge(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        var body = text.substring(end + 4);
        return new Answer(Integer.parseInt(lines[0].split(" ", -1)[1]), headers,
                headers.getOrDefault("Transfer-Encoding", "").equals("chunked") ? unchunked(body) : body);
    }

    private static String unchunked(String body) {
        var text = new StringBuilder();
        int at = 0;
        while (true) {
            var lineEnd = body.indexOf("\r\n", at);
            var size = lineEnd < 0 ? 0 : Integer.parseInt(body.substring(at, lineEnd).split(";", -1)[0], 16);
            if (size == 0) {
                return text.toString();
            }
            text.append(body, lineEnd + 2, lineEnd + 2 + size);
            at = lineEnd + 2 + size + 2;
        }
    }
}
