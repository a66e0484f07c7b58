package handbook.core.orm;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import handbook.support.sql.Sql;

/// The whiteboard's ORM: [TinySession] for what changes, [RecordMapper] for what is only read.
final class TinyOrders implements Orders {
    private static final RecordMapper<Head> HEADS = new RecordMapper<>(Head.class);
    private static final RecordMapper<Line> LINES = new RecordMapper<>(Line.class);

    private final Transactions transactions;

    private record Head(long id, String customer, String status) {}

    private interface Work<T> {
        T in(TinySession session, Connection connection) throws SQLException;
    }

    TinyOrders(DataSource dataSource) {
        transactions = new Transactions(dataSource);
    }

    private <T> T inSession(Work<T> work) throws SQLException {
        return transactions.run(connection -> {
            var session = new TinySession(connection);
            var result = work.in(session, connection);
            session.flush();
            return result;
        });
    }

    @Override
    public void add(Order order) throws SQLException {
        inSession((session, connection) -> {
            session.persist("purchase", order.id(), Map.of("customer", order.customer(), "status", order.status()));
            session.flush();
            for (int i = 0; i < order.lines().size(); i++) {
                addLine(connection, order, i);
            }
            return order;
        });
    }

    private static void addLine(Connection connection, Order order, int position) throws SQLException {
        var line = order.lines().get(position);
        Sql.update(connection, "INSERT INTO purchase_line VALUES (?, ?, ?, ?, ?)", order.id(), position, line.product(),
                line.quantity(), line.cents());
    }

    @Override
    public Optional<Order> find(long id) throws SQLException {
        return transactions.run(connection -> orders(connection, "id = ?", id).stream().findFirst());
    }

    @Override
    public List<Order> page(long after, int size) throws SQLException {
        return transactions.run(connection -> orders(connection, "id > ? ORDER BY id LIMIT ?", after, size));
    }

    /// One query for the orders and one for the lines of each: the 1 + N of an ORM, on purpose.
    private static List<Order> orders(Connection connection, String condition, long... parameters)
            throws SQLException {
        var orders = new ArrayList<Order>();
        var heads = query(connection, HEADS, "SELECT id, customer, status FROM purchase WHERE " + condition,
                parameters);
        for (var head : heads) {
            orders.add(new Order(head.id(), head.customer(), head.status(), query(connection, LINES,
                    "SELECT product, quantity, cents FROM purchase_line WHERE purchase_id = ? ORDER BY position",
                    head.id())));
        }
        return orders;
    }

    private static <R extends Record> List<R> query(Connection connection, RecordMapper<R> mapper, String sql,
            long... parameters) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setLong(i + 1, parameters[i]);
            }
            try (var rows = query.executeQuery()) {
                return mapper.all(rows);
            }
        }
    }

    @Override
    public boolean setStatus(long id, String status) throws SQLException {
        return inSession((session, connection) -> {
            var row = session.find("purchase", id);
            row.ifPresent(found -> found.values().put("status", status)); // the flush sees it
            return row.isPresent();
        });
    }

    @Override
    public int changeAll(String from, String to) throws SQLException {
        return transactions.run(
                connection -> Sql.update(connection, "UPDATE purchase SET status = ? WHERE status = ?", to, from));
    }

    @Override
    public boolean remove(long id) throws SQLException {
        return inSession((session, connection) -> {
            var row = session.find("purchase", id);
            row.ifPresent(session::remove);
            return row.isPresent();
        });
    }
}
