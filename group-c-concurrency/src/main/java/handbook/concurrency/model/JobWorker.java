package handbook.concurrency.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Runs jobs in a JVM of its own, one after the other: reads them, a line of jobs with blanks between them, and
/// prints `DONE` and the job for each.
final class JobWorker {
    /// Its heap is small, and its JVM ends when that is full.
    static final List<String> FLAGS = List.of("-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError");
    /// A job that ends the JVM at once, as a crash in native code does.
    static final String HALT = "halt";
    /// A job that needs more heap than there is.
    static final String FILL = "fill";
    static final int HALTED = 134; // what a shell reports after abort()

    private JobWorker() {}

    /// @param args none
    public static void main(String[] args) throws IOException {
        var jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (var line = jobs.readLine(); line != null; line = jobs.readLine()) {
            for (var job : line.split(" ")) {
                carryOut(job);
                System.out.println("DONE " + job);
            }
        }
    }

    private static void carryOut(String job) {
        switch (job) {
            case HALT -> Runtime.getRuntime().halt(HALTED);
            case FILL -> fill();
            default -> Hashing.hash(job.hashCode());
        }
    }

    private static void fill() {
        var kept = new ArrayList<byte[]>();
        while (true) {
            kept.add(new byte[1024 * 1024]);
        }
    }
}
