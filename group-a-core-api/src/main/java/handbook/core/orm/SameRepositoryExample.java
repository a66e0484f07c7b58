package handbook.core.orm;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.orm.Orders.Line;
import handbook.core.orm.Orders.Order;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import handbook.support.sql.Statements;
import picocli.CommandLine.Command;

/// The same six operations by an ORM, a query builder, SQL by hand and the whiteboard's ORM. What does each send?
///
/// *Predict*: one order of two lines is stored, found, listed, changed, changed with all others, and removed. Who needs
/// the most statements, and who has to read before it writes?
///
/// *Run*: `mvn -q compile exec:exec@orm-same-repository -pl group-a-core-api -am`
///
/// *Why*: an ORM changes objects, so it has to have them first: it reads, compares, and writes the difference. A query
/// builder and SQL by hand send the change itself. What comes back is the same for all four, which is what their contract
/// test says.
///
/// The captured output lies in `docs/output/orm-same-repository.txt`.
@Command(name = "orm-same-repository", description = "what four implementations of one interface send")
public final class SameRepositoryExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(SameRepositoryExample.class);
    private static final int WIDTH = 105;

    /// What an implementation sent for each operation, in the order in which it sent it.
    record Sent(String implementation, Map<String, List<String>> byOperation) {}

    private interface Operation {
        void run() throws SQLException;
    }

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new SameRepositoryExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres));
        }
    }

    private static void print(List<Sent> all) {
        var operations = all.getFirst().byOperation().keySet();
        for (var operation : operations) {
            LOG.info("{}", operation);
            for (var sent : all) {
                for (var sql : of(sent, operation)) {
                    LOG.info("  {} {}", String.format("%-10s", sent.implementation()), shortened(sql));
                }
            }
        }
        var table = new Table("statements", "Hibernate", "jOOQ", "JDBC", "whiteboard");
        for (var operation : operations) {
            table.row(operation, of(all.get(0), operation).size(), of(all.get(1), operation).size(),
                    of(all.get(2), operation).size(), of(all.get(3), operation).size());
        }
        table.print(LOG::info);
    }

    private static List<String> of(Sent sent, String operation) {
        return Objects.requireNonNull(sent.byOperation().get(operation));
    }

    private static String shortened(String sql) {
        var line = sql.replaceAll("\\s+", " ");
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
    }

    static List<Sent> run(Postgres postgres) throws SQLException {
        Shop.createTables(postgres.dataSource());
        var sent = new ArrayList<Sent>();
        try (var orm = Orm.onTables(postgres, Purchase.class)) {
            sent.add(sent("Hibernate", new HibernateOrders(orm.sessions()), orm.statements()));
        }
        sent.add(sent("jOOQ", JooqOrders::new, postgres));
        sent.add(sent("JDBC", JdbcOrders::new, postgres));
        sent.add(sent("whiteboard", TinyOrders::new, postgres));
        return sent;
    }

    private interface Maker {
        Orders on(DataSource dataSource);
    }

    private static Sent sent(String name, Maker maker, Postgres postgres) throws SQLException {
        var statements = new Statements(postgres.dataSource());
        return sent(name, maker.on(statements.dataSource()), statements);
    }

    private static Sent sent(String name, Orders orders, Statements statements) throws SQLException {
        var order = new Order(1, "Ada", "open", List.of(new Line("pen", 2, 150), new Line("ink", 1, 900)));
        var operations = new LinkedHashMap<String, Operation>();
        operations.put("add an order of two lines", () -> orders.add(order));
        operations.put("find it", () -> orders.find(1));
        operations.put("list a page", () -> orders.page(0, 10));
        operations.put("change its status", () -> orders.setStatus(1, "paid"));
        operations.put("change the status of all", () -> orders.changeAll("paid", "sent"));
        operations.put("remove it", () -> orders.remove(1));

        var byOperation = new LinkedHashMap<String, List<String>>();
        for (var operation : operations.entrySet()) {
            statements.clear();
            operation.getValue().run();
            byOperation.put(operation.getKey(), statements.executed());
        }
        return new Sent(name, byOperation);
    }
}
