package handbook.core.webframeworks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A connection on which one request follows the other.
final class KeptConnection implements AutoCloseable {
    private static final String CREATED = "http/1.1 201";

    private final Socket socket;
    private final InputStream in;

    KeptConnection(int port) throws IOException {
        socket = RawHttp.open(port);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Creates an order.
    ///
    /// @return the length of the answer's body
    int post(String json) throws IOException {
        socket.getOutputStream().write(("POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + json.length() + "\r\n\r\n" + json).getBytes(StandardCharsets.US_ASCII));
        if (!line().startsWith(CREATED)) {
            throw new IOException("not created");
        }
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.startsWith("content-length: ")) {
                length = Integer.parseInt(header.substring(16));
            }
        }
        return length > 0 ? skip(length) : chunks();
    }

    private int chunks() throws IOException {
        int length = 0;
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            length += skip(size);
            line();
        }
        line();
        return length;
    }

    private int skip(int length) throws IOException {
        in.skipNBytes(length);
        return length;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
