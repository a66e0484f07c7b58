package handbook.core.webframeworks;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.process.ChildJvm;
import handbook.support.process.TempFolder;
import picocli.CommandLine.Command;

/// What does a framework cost before the first request?
///
/// *Predict*: the time from `java` to the first answer, the classes loaded, and the jars they came from: by what factor
/// do the whiteboard's server and Spring Boot differ?
///
/// *Run*: `mvn -q compile exec:exec@web-footprint -pl group-a-core-api -am`
///
/// *Why*: what a framework can do lies on the class path; what it looks for when it starts is loaded. Spring Boot
/// decides then, by reflection, what the application is made of, Micronaut had that written by the compiler, Javalin is
/// told line by line. It is paid once in a process: it matters where processes are short or many.
///
/// Captured output: `docs/output/web-footprint.txt`
@Command(name = "web-footprint", description = "Starts each server in a JVM of its own: time to the first answer, "
        + "classes, threads, jars.")
public final class FootprintExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(FootprintExample.class);
    private static final Pattern JAR = Pattern.compile(" source: file:(.*\\.jar)$");
    private static final Pattern SOURCE = Pattern.compile(" source: ");
    private static final Pattern BYTES = Pattern.compile(" bytes: (\\d+)");

    /// What a server cost.
    ///
    /// @param framework the server
    /// @param nanos from the start of the JVM to the end of the first answer
    /// @param threads of the platform, alive then
    /// @param loaded the classes that were loaded until then
    record Cost(Framework framework, long nanos, int threads, Loaded loaded) {}

    /// @param classes all of them, the JDK's included
    /// @param fromJars those of libraries
    /// @param bytes the size of their class files
    /// @param jars how many jars they came from
    record Loaded(int classes, int fromJars, long bytes, int jars) {}

    /// Runs the example.
    ///
    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new FootprintExample(), args);
    }

    @Override
    public void call() throws IOException {
        printOrigin(Versions.line());
        print(run());
    }

    static List<Cost> run() throws IOException {
        var costs = new ArrayList<Cost>();
        for (var framework : Framework.values()) {
            costs.add(cost(framework));
        }
        return costs;
    }

    static Cost cost(Framework framework) throws IOException {
        try (var folder = new TempFolder("footprint")) {
            var log = folder.path().resolve("classes.log");
            var start = System.nanoTime();
            try (var child = ChildJvm.start(Child.class,
                    List.of("-XX:TieredStopAtLevel=1", "-Xlog:class+load=debug:file=" + log + "::filecount=0"),
                    framework.name())) {
                var threads = Integer.parseInt(child.awaitLine("ANSWERED "));
                var nanos = System.nanoTime() - start;
                var loaded = loaded(Files.readAllLines(log)); // before the end, for which more classes are loaded
                child.writeLine("end");
                child.join();
                return new Cost(framework, nanos, threads, loaded);
            }
        }
    }

    /// Reads the JVM's log: a line with the source of each class, and behind it one with its size.
    private static Loaded loaded(List<String> log) {
        var jars = new HashSet<String>();
        int classes = 0;
        int fromJars = 0;
        long bytes = 0;
        for (int i = 0; i < log.size(); i++) {
            classes += SOURCE.matcher(log.get(i)).find() ? 1 : 0;
            var jar = JAR.matcher(log.get(i));
            var size = BYTES.matcher(i + 1 < log.size() ? log.get(i + 1) : "");
            if (jar.find() && size.find()) {
                jars.add(jar.group(1));
                fromJars++;
                bytes += Long.parseLong(size.group(1));
            }
        }
        return new Loaded(classes, fromJars, bytes, jars.size());
    }

    private static void print(List<Cost> costs) {
        var table = new Table("server", "first answer", "platform threads", "classes", "from jars", "their size",
                "jars");
        for (var cost : costs) {
            var loaded = cost.loaded();
            table.row(cost.framework().title(), Figures.time((double) cost.nanos()), cost.threads(), loaded.classes(),
                    loaded.fromJars(), Figures.bytes(loaded.bytes()), loaded.jars());
        }
        table.print(LOG::info);
        var least = costs.getLast();
        var most = costs.stream().max(Comparator.comparingInt(cost -> cost.loaded().fromJars())).orElseThrow();
        LOG.info("{} loads {} times as many classes from jars as {}.", most.framework().title(),
                Figures.decimal((double) most.loaded().fromJars() / least.loaded().fromJars(), 1),
                least.framework().title());
    }

    /// What each child JVM does: it serves one request and says how many platform threads there are.
    private static final class Child {
        public static void main(String[] args) throws IOException {
            try (var api = Framework.valueOf(args[0]).start(Setup.defaults(new Orders()))) {
                var status = RawHttp.send(api.port(), Requests.post(Requests.TEA)).status();
                if (status != 201) {
                    throw new IllegalStateException("the first answer was " + status);
                }
                System.out.println("ANSWERED " + Thread.getAllStackTraces().size());
                System.in.read(); // until the other side has looked at the clock
            }
            System.exit(0);
        }
    }
}
