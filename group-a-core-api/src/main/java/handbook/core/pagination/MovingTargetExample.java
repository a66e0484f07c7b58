package handbook.core.pagination;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.pagination.Items.Item;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import picocli.CommandLine.Command;

/// Somebody reads a list page by page while rows come and go. Does he see each row once?
///
/// *Predict*: pages of 3. After each page one row is added at the top, or one that was already read is deleted. And then a
/// list that nobody changes, ordered by a time that several rows share.
///
/// *Run*: `mvn -q compile exec:exec@page-moving-target -pl group-a-core-api -am`
///
/// *Why*: OFFSET counts places, and places shift. A cursor names a row, and a row stays where it is. It must name it fully:
/// a time alone stands for all rows that share it, and a time cut to milliseconds stands for none.
///
/// The captured output lies in `docs/output/page-moving-target.txt`.
@Command(name = "page-moving-target", description = "which rows a reader sees while a list changes")
public final class MovingTargetExample extends Example {
    static final int ROWS = 12;
    private static final int PAGE = 3;
    private static final Logger LOG = LoggerFactory.getLogger(MovingTargetExample.class);

    /// What a reader saw.
    ///
    /// @param ids in the order in which they came
    /// @param repeated those that came more than once
    /// @param lost those that were there throughout and never came
    record Walk(String list, String reader, List<Long> ids, Set<Long> repeated, Set<Long> lost) {
        boolean isRight() {
            return repeated.isEmpty() && lost.isEmpty();
        }
    }

    private interface Reader {
        /// @param seen what was read so far
        List<Item> next(Connection connection, List<Item> seen) throws SQLException;
    }

    private interface Change {
        void after(Connection connection, List<Item> seen) throws SQLException;
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new MovingTargetExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            var table = new Table("the list", "the reader", "sees", "repeated", "lost");
            for (var walk : run(postgres)) {
                table.row(walk.list(), walk.reader(), text(walk.ids(), " "), text(walk.repeated(), ","),
                        text(walk.lost(), ","));
            }
            table.print(LOG::info);
        }
    }

    private static String text(Iterable<Long> ids, String separator) {
        var all = new ArrayList<String>();
        ids.forEach(id -> all.add(id.toString()));
        return all.isEmpty() ? "none" : String.join(separator, all);
    }

    static List<Walk> run(Postgres postgres) throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.execute(connection,
                    "CREATE TABLE item (id bigint PRIMARY KEY, created timestamptz NOT NULL, title text NOT NULL)");
            var walks = new ArrayList<Walk>();
            for (var keyset : List.of(false, true)) {
                Reader reader = keyset ? MovingTargetExample::byKeyset : MovingTargetExample::byOffset;
                var name = keyset ? "keyset" : "OFFSET";
                walks.add(walk(connection, "rows are added", name, "1 second", reader, MovingTargetExample::add));
                walks.add(walk(connection, "read rows are deleted", name, "1 second", reader,
                        MovingTargetExample::deleteRead));
            }
            walks.add(walkStill(connection, "by time alone", "0 seconds", MovingTargetExample::byTimeAlone));
            walks.add(walkStill(connection, "in milliseconds", "70 microseconds",
                    MovingTargetExample::byMilliseconds));
            walks.add(walkStill(connection, "time and id, as stored", "70 microseconds",
                    MovingTargetExample::byKeyset));
            return walks;
        }
    }

    private static Walk walkStill(Connection connection, String name, String apart, Reader reader)
            throws SQLException {
        return walk(connection, "rows " + apart + " apart", name, apart, reader, (unchanged, seen) -> {});
    }

    private static Walk walk(Connection connection, String list, String name, String apart, Reader reader,
            Change change) throws SQLException {
        Sql.execute(connection, "TRUNCATE item");
        Sql.execute(connection, "INSERT INTO item SELECT i, timestamptz '2026-01-01 00:00Z' + i * interval '" + apart
                + "', 'item ' || i FROM generate_series(1, " + ROWS + ") AS i");
        var throughout = new HashSet<>(ids(all(connection)));
        var seen = new ArrayList<Item>();
        List<Item> page;
        do {
            page = reader.next(connection, seen);
            seen.addAll(page);
            change.after(connection, seen);
        } while (page.size() == PAGE && seen.size() < 3 * ROWS);
        throughout.retainAll(ids(all(connection)));
        return judge(list, name, ids(seen), throughout);
    }

    private static Walk judge(String list, String name, List<Long> ids, Set<Long> throughout) {
        var once = new HashSet<Long>();
        var repeated = ids.stream().filter(id -> !once.add(id)).collect(Collectors.toCollection(HashSet::new));
        var lost = new HashSet<>(throughout);
        lost.removeAll(once);
        return new Walk(list, name, ids, repeated, lost);
    }

    private static List<Item> all(Connection connection) throws SQLException {
        return Items.query(connection, "SELECT id, created, title FROM item", List.of());
    }

    private static List<Long> ids(List<Item> items) {
        return items.stream().map(Item::id).toList();
    }

    private static void add(Connection connection, List<Item> seen) throws SQLException {
        Sql.execute(connection, "INSERT INTO item SELECT max(id) + 1, max(created) + interval '1 second', 'new'"
                + " FROM item");
    }

    private static void deleteRead(Connection connection, List<Item> seen) throws SQLException {
        Sql.execute(connection, "DELETE FROM item WHERE id = " + seen.getLast().id());
    }

    // @start region=readers
    private static List<Item> byOffset(Connection connection, List<Item> seen) throws SQLException {
        return Items.query(connection, "SELECT id, created, title FROM item"
                + " ORDER BY created DESC, id DESC LIMIT ? OFFSET ?", List.of(PAGE, seen.size()));
    }

    private static List<Item> byKeyset(Connection connection, List<Item> seen) throws SQLException {
        return Pager.byHand(connection).page(last(seen), PAGE);
    }

    private static List<Item> byTimeAlone(Connection connection, List<Item> seen) throws SQLException {
        var last = last(seen);
        return Items.query(connection, "SELECT id, created, title FROM item WHERE created < ?"
                + " ORDER BY created DESC, id DESC LIMIT ?",
                List.of(last == null ? OffsetDateTime.MAX : last.created(), PAGE));
    }

    private static List<Item> byMilliseconds(Connection connection, List<Item> seen) throws SQLException {
        var last = last(seen);
        return Pager.byHand(connection).page(last == null
                ? null
                : new Item(last.id(), last.created().truncatedTo(ChronoUnit.MILLIS), ""), PAGE);
    }
    // @end

    private static @Nullable Item last(List<Item> seen) {
        return seen.isEmpty() ? null : seen.getLast();
    }
}
