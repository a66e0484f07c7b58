package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.indexing.BTreePages.Level;
import handbook.core.indexing.BTreePages.Step;
import handbook.core.indexing.Splits.Growth;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What does an index look like inside?
///
/// *Predict*: how many pages does PostgreSQL read to find one row of a million by its primary key? And how many more
/// pages has an index when its keys come at random?
///
/// *Run*: `mvn -q compile exec:exec@index-inside -pl group-a-core-api -am [-Dargs="--rows 5000000"]`
///
/// *Why*: a page of 8 KiB has hundreds of entries, so each level multiplies by hundreds, and three levels are enough
/// for millions of rows. A page that is full is split: at the right end of the tree, where keys in order arrive, the
/// old page stays nearly full; anywhere else both halves are half empty, and any page may be the next one.
///
/// The captured output lies in `docs/output/index-inside.txt`.
@Command(name = "index-inside", description = "a B-tree read page by page, and four structures from the whiteboard")
public final class InsideExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(InsideExample.class);
    private static final int WHITEBOARD_KEYS = 100_000;
    private static final int LOOKUPS = 100;

    @Size(usual = 1_000_000, quick = 120_000, min = 120_000, max = 20_000_000)
    @Option(names = "--rows", paramLabel = "N", description = "keys in the tree; a million of them take 60 MB of disk")
    int rows;

    /// A B-tree.
    ///
    /// @param levels the root's first
    /// @param ways to some rows
    record Tree(List<Level> levels, List<Way> ways) {}

    /// A look-up.
    ///
    /// @param key what was looked up
    /// @param path the pages from the root on
    /// @param pages how many EXPLAIN counts
    record Way(int key, List<Step> path, long pages) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new InsideExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open(); var session = Session.on(postgres)) {
            printOrigin(postgres);
            if (session.load("pageinspect") && session.load("pgstattuple") && session.hasVersion(18)) {
                print(run(session, rows, rows / 3 * 2));
                printSplits(session);
            } else {
                LOG.info("This server is older than 18, or has no pageinspect or pgstattuple: the whiteboard only.");
            }
        }
        printWhiteboard();
    }

    /// Makes a table `kept` with the keys from 1 on, and looks some of them up.
    static Tree run(Session session, int rows, int... keys) throws SQLException {
        session.run("CREATE TABLE kept (id int NOT NULL) WITH (autovacuum_enabled = false)",
                "INSERT INTO kept SELECT generate_series(1, " + rows + ")", "ALTER TABLE kept ADD PRIMARY KEY (id)");
        session.vacuum("kept", "ANALYZE");
        var ways = new ArrayList<Way>();
        for (int key : keys) {
            ways.add(new Way(key, BTreePages.path(session, "kept_pkey", key),
                    session.plan("SELECT ctid FROM kept WHERE id = ?", key).pages()));
        }
        return new Tree(BTreePages.levels(session, "kept_pkey"), ways);
    }

    private static void print(Tree tree) {
        var levels = new Table("level", "pages", "entries a page");
        for (var level : tree.levels()) {
            levels.row(level.level(), level.pages(), Figures.decimal(level.entries(), 0));
        }
        levels.print(LOG::info);
        var found = tree.ways().getFirst();
        LOG.info("");
        LOG.info("From the root to the row with the key {}:", Figures.count(found.key()));
        var way = new Table("level", "page", "entry", "of", "leads to");
        found.path().forEach(step -> way.row(step.level(), step.page(), step.place(), step.entries(),
                (step.level() > 0 ? "page " : "the table's page ") + Figures.count(step.to())));
        way.print(LOG::info);
        LOG.info("{} pages of the index and 1 of the table; EXPLAIN counts {}.", found.path().size(),
                found.pages());
    }

    private void printSplits(Session session) throws SQLException {
        int keys = rows / 5;
        var ordered = Splits.grow(session, "uuidv7()", keys);
        var random = Splits.grow(session, "gen_random_uuid()", keys);
        LOG.info("");
        LOG.info("A UUID as primary key: leaf pages, and how full they are, while rows are inserted.");
        var table = new Table("rows", "uuidv7, in order", "", "at random", "");
        for (int i = 0; i < ordered.size(); i++) {
            var one = ordered.get(i);
            var other = random.get(i);
            table.row(one.rows(), one.leaves(), Figures.percent(one.full()), other.leaves(),
                    Figures.percent(other.full()));
        }
        table.print(LOG::info);
        var bars = new Bars();
        bar(bars, "in order", ordered.getLast());
        bar(bars, "at random", random.getLast());
        bars.print(LOG::info);
        LOG.info("At random as many keys take {} of the pages.",
                Figures.percent((double) random.getLast().leaves() / ordered.getLast().leaves()));
    }

    private static void bar(Bars bars, String label, Growth growth) {
        bars.bar(label, growth.leaves(), Figures.count(growth.leaves()) + " pages, so "
                + Figures.count(growth.leaves() - 1) + " splits");
    }

    private static void printWhiteboard() {
        LOG.info("");
        LOG.info("The whiteboard's: pages that one look-up touches, of {} keys.", Figures.count(WHITEBOARD_KEYS));
        var table = new Table("structure", "inserted in order", "at random");
        whiteboard(table, "B+tree", BPlusTree::new);
        whiteboard(table, "bucket hash", BucketHash::new);
        whiteboard(table, "inverted index", InvertedIndex::new);
        whiteboard(table, "block ranges", BlockRanges::new);
        table.print(LOG::info);
        LOG.info("The inverted index's are those of its list and of the element's rows, not those that lead to them.");
    }

    private static void whiteboard(Table table, String name, Supplier<RowIndex> structure) {
        table.row(name, Figures.decimal(pagesALookup(structure.get(), inOrder()), 1),
                Figures.decimal(pagesALookup(structure.get(), atRandom()), 1));
    }

    static int[] inOrder() {
        return IntStream.range(0, WHITEBOARD_KEYS).toArray();
    }

    /// The same keys, in another order.
    static int[] atRandom() {
        var keys = new ArrayList<>(IntStream.range(0, WHITEBOARD_KEYS).boxed().toList());
        Collections.shuffle(keys, new Random(7));
        return keys.stream().mapToInt(Integer::intValue).toArray();
    }

    static double pagesALookup(RowIndex index, int[] keys) {
        for (int row = 0; row < keys.length; row++) {
            index.insert(keys[row], row);
        }
        for (int i = 0; i < LOOKUPS; i++) {
            index.find(keys[i * (keys.length / LOOKUPS)]);
        }
        return (double) index.pages() / LOOKUPS;
    }
}
