package handbook.concurrency.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import handbook.support.process.ChildJvm;

/// A worker process with one thread. It takes orders by its standard input and answers on its standard output.
final class RaceWorker implements AutoCloseable {
    private final ChildJvm process = ChildJvm.start(Main.class, List.of("-Xmx64m", "-XX:+UseSerialGC"));

    void awaitReady() {
        process.awaitLine("READY");
    }

    void start(String work, long first, long second) {
        process.writeLine(work + " " + first + " " + second);
    }

    /// The sum of its hashes, or how many times it waited.
    long awaitDone() {
        return Long.parseLong(process.awaitLine("DONE "));
    }

    @Override
    public void close() {
        process.close();
    }

    /// The worker's side: `wait COUNT NANOS` or `hash FROM TO`, a line each.
    static final class Main {
        private Main() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            Hashing.warmUp();
            System.out.println("READY");
            var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (var line = orders.readLine(); line != null; line = orders.readLine()) {
                var order = line.split(" ");
                System.out.println("DONE " + carryOut(order[0], Integer.parseInt(order[1]), Long.parseLong(order[2])));
            }
        }

        private static long carryOut(String work, int first, long second) throws InterruptedException {
            if (work.equals("hash")) {
                return Hashing.sum(first, (int) second);
            }
            int waited = 0;
            while (waited < first) {
                Thread.sleep(Duration.ofNanos(second));
                waited++;
            }
            return waited;
        }
    }
}
