package handbook.core.pagination;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.pagination.Items.Item;
import handbook.core.pagination.Pager.ItemRow;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import handbook.support.sql.Statements;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The libraries know keyset pagination. What do they send, and what does it cost?
///
/// *Predict*: a page from the middle of the list, by Hibernate's `KeyedPage`, by jOOQ's `seek`, and by hand. The rows are
/// the same. Are the reads?
///
/// *Run*: `mvn -q compile exec:exec@page-library-trap -pl group-a-core-api -am [-Dargs="--rows=2000000"]`
///
/// *Why*: `a < ? OR (a = ? AND b < ?)` is what the books print, and PostgreSQL finds no place in an index for an OR: it reads
/// from the start and throws away, as OFFSET does. `(a, b) < (?, ?)` is one place. Where the directions differ no such
/// comparison exists, and `a <= ? AND (...)` gives the index its place.
///
/// The captured output lies in `docs/output/page-library-trap.txt`.
@Command(name = "page-library-trap", description = "what libraries send for a page deep in a list, and what it reads")
public final class LibraryTrapExample extends Example {
    private static final int PAGE = 20;
    private static final Logger LOG = LoggerFactory.getLogger(LibraryTrapExample.class);

    @Size(usual = 500_000, quick = 50_000, min = 1_000, max = 20_000_000)
    @Option(names = "--rows", paramLabel = "N", description = "rows of the table; the page begins in its middle")
    long rows;

    /// What a library sent for the page.
    ///
    /// @param where the condition in its SQL
    /// @param removed rows that the server read and threw away
    /// @param pages of 8 KiB that it touched
    /// @param first the id of the first row that came
    record Sent(String library, String where, long removed, long pages, long first) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new LibraryTrapExample(), args);
    }

    @Override
    public void call() throws SQLException {
        Items.requireDisk(rows);
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres, rows));
        }
    }

    private static void print(List<Sent> all) {
        var conditions = new Table("library", "condition that it sent");
        all.forEach(sent -> conditions.row(sent.library(), sent.where()));
        conditions.print(LOG::info);
        var bars = new Bars();
        all.forEach(sent -> bars.bar(sent.library(), sent.removed(), Figures.count(sent.removed())
                + " rows thrown away, " + Figures.count(sent.pages()) + " pages touched"));
        bars.print(LOG::info);
    }

    static List<Sent> run(Postgres postgres, long rows) throws SQLException {
        var sent = new ArrayList<Sent>();
        try (var connection = postgres.connect()) {
            Items.create(connection, rows);
        }
        var last = new Item(rows / 2, OffsetDateTime.parse("2026-01-01T00:00Z").plusSeconds(rows / 2 / 3), "");
        try (var orm = Orm.onTables(postgres, ItemRow.class)) {
            sent.add(sent("Hibernate KeyedPage", Pager.byHibernate(orm.sessions()), last, orm.statements(), postgres));
            sent.add(sent("Hibernate, repaired", Pager.byHibernateRepaired(orm.sessions()), last, orm.statements(),
                    postgres));
        }
        var statements = new Statements(postgres.dataSource());
        var jooq = DSL.using(statements.dataSource(), SQLDialect.POSTGRES);
        sent.add(sent("jOOQ seek", Pager.byJooq(jooq), last, statements, postgres));
        sent.add(sent("jOOQ, mixed order", mixed(jooq, false), last, statements, postgres));
        sent.add(sent("jOOQ, mixed, repaired", mixed(jooq, true), last, statements, postgres));
        try (var connection = statements.dataSource().getConnection()) {
            sent.add(sent("by hand", Pager.byHand(connection), last, statements, postgres));
        }
        return sent;
    }

    private static Sent sent(String library, Pager pager, Item last, Statements statements, Postgres postgres)
            throws SQLException {
        long first = pager.page(last, PAGE).getFirst().id();
        try (var connection = postgres.connect()) {
            Items.keepPlansStable(connection);
            var plan = statements.planOfLast(connection);
            var where = statements.executed().getLast().replaceFirst("(?i).* where (.*) order by .*", "$1");
            return new Sent(library, where, plan.rowsRemoved(), plan.pages(), first);
        }
    }

    // @start region=mixed
    /// Newest first, and among those of one time by ascending id.
    static Pager mixed(DSLContext jooq, boolean repaired) {
        var created = DSL.field("created", OffsetDateTime.class);
        var id = DSL.field("id", Long.class);
        var title = DSL.field("title", String.class);
        return (last, size) -> {
            var bound = repaired && last != null ? created.le(last.created()) : DSL.noCondition();
            var ordered = jooq.select(id, created, title).from("item").where(bound).orderBy(created.desc(), id.asc());
            var page = last == null ? ordered.limit(size) : ordered.seek(last.created(), last.id()).limit(size);
            return page.fetch(row -> new Item(row.value1(), row.value2(), row.value3()));
        };
    }
    // @end
}
