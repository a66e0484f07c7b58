package handbook.deployment.zerodowntime;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// A process that shares its port by SO_REUSEPORT with others of the same user. It does only what its input says, so
/// that connections can be made to wait in its queue:
///
/// - `LISTEN PORT`: listens there (0: any free port), prints `LISTENING` and the port;
/// - `ACCEPT`: accepts what waits and answers it until the queue is empty, prints `EMPTY` and the clients' ids;
/// - `CLOSE`: closes the listener, prints `CLOSED`. The kernel resets what still waits in its queue.
final class PortServer {
    private PortServer() {}

    /// @param args its name, `old` or `new`, with which it answers
    public static void main(String[] args) throws IOException {
        var name = args[0].getBytes(StandardCharsets.US_ASCII);
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("READY");
        var listener = ServerSocketChannel.open();
        for (var command = commands.readLine(); command != null; command = commands.readLine()) {
            var words = command.split(" ");
            switch (words[0]) {
                case "LISTEN" -> {
                    listener = listen(Integer.parseInt(words[1]));
                    System.out.println("LISTENING " + listener.socket().getLocalPort());
                }
                case "ACCEPT" -> System.out.println("EMPTY " + acceptAll(listener, name));
                case "CLOSE" -> {
                    listener.close();
                    System.out.println("CLOSED");
                }
                default -> throw new IllegalArgumentException(command);
            }
        }
    }

    // @start region=share
    private static ServerSocketChannel listen(int port) throws IOException {
        var listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true); // before bind, in every process that shares it
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        listener.configureBlocking(false); // accept then returns null when the queue is empty
        return listener;
    }

    private static String acceptAll(ServerSocketChannel listener, byte[] answer) throws IOException {
        var ids = new StringJoiner(" ");
        for (var waiting = listener.accept(); waiting != null; waiting = listener.accept()) {
            try (var client = waiting) {
                ids.add(Long.toString(new DataInputStream(client.socket().getInputStream()).readLong()));
                client.write(ByteBuffer.wrap(answer));
            }
        }
        return ids.toString();
    }
    // @end
}
