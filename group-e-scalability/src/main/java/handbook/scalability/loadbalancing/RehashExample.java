package handbook.scalability.loadbalancing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A node comes, a node goes: how many keys change their place, and how even are they spread?
///
/// *Predict*: which share of the keys moves when ten nodes become eleven: by `hash % n`, by a ring?
///
/// *Run*: `mvn -q compile exec:exec@lb-rehash -pl group-e-scalability -am`
///
/// *Why*: all that must move is what the new node will own, an even share of one eleventh. Modulo moves nearly everything.
/// A ring moves the least, but it needs many points for each node, and a hash that spreads them: Vert.x's does not. Jump
/// hash numbers its nodes and can drop the last one only. The output lies in `docs/output/lb-rehash.txt`.
@Command(name = "lb-rehash", description = "Counts the keys that move when a node comes or goes.")
public final class RehashExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(RehashExample.class);

    @Parameters(index = "0", arity = "0..1", paramLabel = "NODES", description = "nodes at the start")
    @Size(usual = 10, quick = 10, min = 3, max = 50)
    int nodes;

    @Option(names = "--keys", paramLabel = "KEYS", description = "keys that are placed")
    @Size(usual = 100_000, quick = 10_000, min = 1_000, max = 1_000_000)
    int keys;

    /// A way to place keys.
    ///
    /// @param name how it is called
    /// @param anyMayGo whether it can be told which node goes
    /// @param over makes a mapping over nodes
    record Scheme(String name, boolean anyMayGo, Function<List<Node>, Balancer<Node>> over) {
        Scheme(String name, Function<List<Node>, Balancer<Node>> over) {
            this(name, true, over);
        }
    }

    /// What a scheme did with the keys.
    ///
    /// @param scheme its name
    /// @param fullest keys on the fullest node as a multiple of the mean
    /// @param movedByAdding share of the keys that moved when a node was added
    /// @param movedByRemoving share that moved when a middle node was removed; null where that cannot be expressed
    record Moved(String scheme, double fullest, double movedByAdding, @Nullable Double movedByRemoving) {}

    // @start region=schemes
    static final List<Scheme> SCHEMES = List.of(
            new Scheme("hash % n", nodes -> key -> nodes.get(Math.floorMod(Hashes.farmHash(key), nodes.size()))),
            new Scheme("ring, 1 point a node", nodes -> new Ring<>(nodes, 1, Hashes::farmHash)),
            new Scheme("ring, 4 points", nodes -> new Ring<>(nodes, 4, Hashes::farmHash)),
            new Scheme("ring, 4 points, bounded", nodes -> new BoundedRing<>(nodes, 4, 1.25)),
            new Scheme("ring, 100 points", nodes -> new Ring<>(nodes, 100, Hashes::farmHash)),
            new Scheme("rendezvous", Rendezvous::new),
            new Scheme("jump hash (Guava)", false, JumpHash::new),
            new Scheme("Vert.x, default", nodes -> new VertxRing<>(nodes, 4)),
            new Scheme("Vert.x, 200 points", nodes -> new VertxRing<>(nodes, 200)),
            new Scheme("its hash, 200 points", nodes -> new Ring<>(nodes, 200, Hashes::signExtended)),
            new Scheme("its hash with & 0xff", nodes -> new Ring<>(nodes, 200, Hashes::masked)));
    // @end

    public static void main(String[] args) {
        ExampleRunner.main(new RehashExample(), args);
    }

    @Override
    public void call() {
        printOrigin();
        var moved = run(nodes, keys);
        var table = new Table("scheme", "fullest/mean", "moved by adding", "by removing a middle node");
        for (var row : moved) {
            table.row(row.scheme, Figures.decimal(row.fullest, 2), Figures.percent(row.movedByAdding),
                    row.movedByRemoving == null ? "-" : Figures.percent(row.movedByRemoving));
        }
        table.print(LOG::info);
        LOG.info("Most keys moved by adding: {}. Fullest node: {}.", most(moved, Moved::movedByAdding),
                most(moved, Moved::fullest));
        LOG.info("An even share for the new node is 1/{}, {}: what moved less left it short.", nodes + 1,
                Figures.percent(1.0 / (nodes + 1)));
    }

    private static String most(List<Moved> moved, ToDoubleFunction<Moved> figure) {
        return Collections.max(moved, Comparator.comparingDouble(figure)).scheme;
    }

    static List<Moved> run(int nodes, int keys) {
        return SCHEMES.stream().map(scheme -> moved(scheme, nodes, keys)).toList();
    }

    private static Moved moved(Scheme scheme, int nodes, int keys) {
        var before = owners(scheme, names(nodes), keys);
        var more = owners(scheme, names(nodes + 1), keys);
        var fewerNames = names(nodes);
        fewerNames.remove(nodes / 2);
        var removing = scheme.anyMayGo ? differing(before, owners(scheme, fewerNames, keys)) : null;
        return new Moved(scheme.name, (double) fullest(before) * nodes / keys, differing(before, more), removing);
    }

    private static List<String> names(int nodes) {
        var names = new ArrayList<String>();
        for (int i = 0; i < nodes; i++) {
            names.add("node-" + i);
        }
        return names;
    }

    /// The owner of each key, in the order of the keys.
    static List<String> owners(Scheme scheme, List<String> names, int keys) {
        var mapping = scheme.over.apply(names.stream().map(Node::new).toList());
        var owners = new ArrayList<String>();
        for (int i = 0; i < keys; i++) {
            var owner = mapping.pick("key-" + i);
            owner.keys++;
            owners.add(owner.name());
        }
        return owners;
    }

    static int fullest(List<String> owners) {
        var counts = new HashMap<String, Integer>();
        owners.forEach(owner -> counts.merge(owner, 1, Integer::sum));
        return Collections.max(counts.values());
    }

    static double differing(List<String> before, List<String> after) {
        int moved = 0;
        for (int i = 0; i < before.size(); i++) {
            moved += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        return (double) moved / before.size();
    }

    /// A node that knows how many keys it owns.
    static final class Node implements Target {
        private final String name;
        private int keys;

        Node(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int load() {
            return keys;
        }
    }
}
