package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.Random;
import java.util.Scanner;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/// One version of a service, a process of its own: answers 200 and has noted the request's id before, or answers 500,
/// as often as it is told to. The line `EFFECTS` on its standard input makes it print the ids and forget them.
final class CanaryService {
    private CanaryService() {}

    /// @param args its name, the share of errors in percent, the seed of their order
    public static void main(String[] args) throws IOException {
        double errors = Integer.parseInt(args[1]) / 100.0;
        var random = new Random(Long.parseLong(args[2]));
        var effects = new ConcurrentLinkedQueue<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var bad = random.nextDouble() < errors;
            if (!bad) {
                effects.add(exchange.getRequestHeaders().getFirst("X-Request-Id"));
            }
            exchange.getResponseHeaders().add("X-Answered-By", args[0]);
            exchange.sendResponseHeaders(bad ? 500 : 200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("READY " + server.getAddress().getPort());
        obey(effects);
    }

    private static void obey(Queue<String> effects) {
        try (var commands = new Scanner(System.in)) {
            while (commands.hasNextLine()) {
                commands.nextLine();
                System.out.println("EFFECTS " + String.join(" ", effects));
                effects.clear();
            }
        }
    }
}
