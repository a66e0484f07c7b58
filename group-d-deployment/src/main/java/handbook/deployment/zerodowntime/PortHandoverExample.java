package handbook.deployment.zerodowntime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.deployment.zerodowntime.PortHandover.Handover;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Can two processes share a port, so that the new one takes over without a balancer?
///
/// *Predict*: old and new process listen on one port by SO_REUSEPORT. 40 clients have connected and 40 more do while
/// the old process closes its listener. How many of them are reset? How many when it empties its queue before?
///
/// *Run*: `mvn -q compile exec:exec@deploy-port-handover -pl group-d-deployment -am [-Dargs="--clients=100"]`
///
/// *Why*: each listener has a queue of its own; the kernel chooses one by a hash when a client connects, and the client
/// believes that it is served. Closing the listener resets what is in its queue. To empty the queue first only makes the
/// gap smaller, for the kernel fills it until the very close. Only somebody in front can stop sending first.
///
/// The captured output lies in `docs/output/deploy-port-handover.txt`.
@Command(name = "deploy-port-handover", description = "two processes on one port: connections lost in a hand-over")
public final class PortHandoverExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(PortHandoverExample.class);

    @Size(usual = 40, quick = 20, min = 20, max = 200)
    @Option(names = "--clients", paramLabel = "N", description = "clients before the hand-over, and as many during it")
    int clients;

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new PortHandoverExample(), args);
    }

    @Override
    public void call() throws IOException {
        printOrigin();
        if (!PortHandover.isLinux()) {
            LOG.info("This needs Linux: other systems do not share the connections of a port out between listeners.");
            return;
        }
        LOG.info("tcp_migrate_req is {}: with 1 the kernel would move the queue of a closed listener.",
                PortHandover.kernelMigrates() ? 1 : 0);
        var ways = run(clients);
        var table = new Table("the old process", "connections", "answered by old", "by new", "reset");
        ways.forEach((way, handover) -> table.row(way, handover.balance().sent(), handover.byOld(), handover.byNew(),
                handover.balance().lost()));
        table.print(LOG::info);
    }

    static Map<String, Handover> run(int clients) throws IOException {
        var ways = new LinkedHashMap<String, Handover>();
        try (var port = new PortHandover(clients)) {
            ways.put("closes at once", port.closeAtOnce());
            ways.put("empties its queue, then closes", port.emptyThenClose());
            ways.put("closes when a balancer has moved on", port.balancerFirst());
        }
        return ways;
    }
}
