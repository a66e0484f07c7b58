package handbook.core.orm;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hibernate.Session;
import org.hibernate.cfg.FetchSettings;
import org.hibernate.graph.GraphSemantic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.orm.Purchase.PurchaseLine;
import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A page lists orders and what each is worth. How many statements does that take?
///
/// *Predict*: 37 orders of three lines each, and the lines are lazy. How many statements? And how many when somebody
/// makes them eager?
///
/// *Run*: `mvn -q compile exec:exec@orm-n-plus-one -pl group-a-core-api -am [-Dargs="--orders=100"]`
///
/// *Why*: one statement finds the orders, and each order's lines are asked for when they are touched. Eager only asks
/// earlier: a query says what it fetches, the mapping does not add a join to it. A batch asks for the lines of 20 orders
/// at once; a join fetch or an entity graph fetches all in one statement and repeats each order on each of its lines; a
/// projection lets the database add up and sends what the page shows.
///
/// The captured output lies in `docs/output/orm-n-plus-one.txt`.
@Command(name = "orm-n-plus-one", description = "statements, rows and values for a page of orders, fetched in six ways")
public final class NPlusOneExample extends Example {
    static final int BATCH = 20;
    private static final Logger LOG = LoggerFactory.getLogger(NPlusOneExample.class);

    @Size(usual = 37, quick = 37, min = 1, max = 10_000)
    @Option(names = "--orders", paramLabel = "N", description = "orders on the page")
    int orders;

    /// What a way of fetching took.
    ///
    /// @param rows that came back, and `values` in them
    /// @param cents what all orders are worth: the same for each way
    record Fetched(String way, int statements, long rows, long values, long cents) {}

    /// What the page shows of an order.
    record Summary(long id, String customer, long cents) {}

    // @start region=eager
    @Entity(name = "EagerPurchase")
    @jakarta.persistence.Table(name = "purchase")
    static class EagerPurchase extends PurchaseColumns {
        @ElementCollection(fetch = FetchType.EAGER)
        @CollectionTable(name = "purchase_line", joinColumns = @JoinColumn(name = "purchase_id"))
        @OrderColumn(name = "position")
        List<PurchaseLine> lines = new ArrayList<>();
    }
    // @end

    private interface Way {
        long cents(Session session);
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new NPlusOneExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres, orders));
        }
    }

    private static void print(List<Fetched> all) {
        var bars = new Bars();
        all.forEach(fetched -> bars.bar(fetched.way(), fetched.statements(),
                Figures.count(fetched.statements()) + (fetched.statements() == 1 ? " statement" : " statements")));
        bars.print(LOG::info);
        var table = new Table("fetched by", "rows", "values", "all are worth, cents");
        all.forEach(fetched -> table.row(fetched.way(), fetched.rows(), fetched.values(), fetched.cents()));
        table.print(LOG::info);
    }

    static List<Fetched> run(Postgres postgres, int orders) throws SQLException {
        Shop.createTables(postgres.dataSource());
        Shop.fill(postgres.dataSource(), orders);
        var batch = Map.of(FetchSettings.DEFAULT_BATCH_FETCH_SIZE, BATCH);
        try (var orm = Orm.onTables(postgres, Purchase.class, EagerPurchase.class);
                var batching = Orm.onTables(postgres, batch, Purchase.class)) {
            return List.of(
                    fetch("lazy lines", orm, NPlusOneExample::lazily),
                    fetch("eager lines", orm, NPlusOneExample::eagerly),
                    fetch("lazy, 20 at once", batching, NPlusOneExample::lazily),
                    fetch("join fetch", orm, NPlusOneExample::byJoinFetch),
                    fetch("entity graph", orm, NPlusOneExample::byEntityGraph),
                    fetch("projection", orm, NPlusOneExample::byProjection));
        }
    }

    private static Fetched fetch(String name, Orm orm, Way way) {
        var cents = new long[1];
        int statements = orm.run(session -> cents[0] = way.cents(session)).size();
        return new Fetched(name, statements, orm.statements().rows(), orm.statements().values(), cents[0]);
    }

    // @start region=ways
    private static long lazily(Session session) {
        return session.createQuery("from Purchase", Purchase.class).list().stream()
                .mapToLong(purchase -> worth(purchase.lines)).sum();
    }

    private static long eagerly(Session session) {
        return session.createQuery("from EagerPurchase", EagerPurchase.class).list().stream()
                .mapToLong(purchase -> worth(purchase.lines)).sum();
    }

    private static long byJoinFetch(Session session) {
        return session.createQuery("from Purchase p left join fetch p.lines", Purchase.class).list().stream()
                .mapToLong(purchase -> worth(purchase.lines)).sum();
    }

    private static long byEntityGraph(Session session) {
        var graph = session.createEntityGraph(Purchase.class);
        graph.addAttributeNodes("lines");
        return session.createQuery("from Purchase", Purchase.class).setEntityGraph(graph, GraphSemantic.LOAD).list()
                .stream().mapToLong(purchase -> worth(purchase.lines)).sum();
    }

    private static long byProjection(Session session) {
        return session.createQuery("""
                select p.id, p.customer, coalesce(sum(l.quantity * l.cents), 0)
                from Purchase p left join p.lines l group by p.id, p.customer""", Summary.class).list().stream()
                .mapToLong(Summary::cents).sum();
    }
    // @end

    private static long worth(List<PurchaseLine> lines) {
        return lines.stream().mapToLong(line -> (long) line.quantity() * line.cents()).sum();
    }
}
