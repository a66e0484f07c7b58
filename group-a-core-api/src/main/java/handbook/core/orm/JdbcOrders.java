package handbook.core.orm;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

/// SQL by hand: everything the database can do, and every column named twice.
final class JdbcOrders implements Orders {
    private final Transactions transactions;

    JdbcOrders(DataSource dataSource) {
        transactions = new Transactions(dataSource);
    }

    @Override
    public void add(Order order) throws SQLException {
        transactions.run(connection -> {
            try (var insert = connection
                    .prepareStatement("INSERT INTO purchase (id, customer, status) VALUES (?, ?, ?)")) {
                insert.setLong(1, order.id());
                insert.setString(2, order.customer());
                insert.setString(3, order.status());
                insert.executeUpdate();
            }
            addLines(connection, order);
            return order;
        });
    }

    private static void addLines(Connection connection, Order order) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO purchase_line VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 0; i < order.lines().size(); i++) {
                var line = order.lines().get(i);
                insert.setLong(1, order.id());
                insert.setInt(2, i);
                insert.setString(3, line.product());
                insert.setInt(4, line.quantity());
                insert.setInt(5, line.cents());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Override
    public Optional<Order> find(long id) throws SQLException {
        return orders("WHERE id = ?", id).stream().findFirst();
    }

    @Override
    public List<Order> page(long after, int size) throws SQLException {
        return orders("WHERE id > ? ORDER BY id LIMIT ?", after, size);
    }

    private List<Order> orders(String condition, Object... parameters) throws SQLException {
        return transactions.run(connection -> {
            var orders = new ArrayList<Order>();
            try (var query = connection
                    .prepareStatement("SELECT id, customer, status FROM purchase " + condition)) {
                for (int i = 0; i < parameters.length; i++) {
                    query.setObject(i + 1, parameters[i]);
                }
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        orders.add(new Order(row.getLong("id"), row.getString("customer"), row.getString("status"),
                                new ArrayList<>()));
                    }
                }
            }
            addLinesTo(orders, connection);
            return orders;
        });
    }

    // @start region=lines
    /// One statement for the lines of all orders: the 1 + N is avoided by whoever writes the SQL.
    private static void addLinesTo(List<Order> orders, Connection connection) throws SQLException {
        Map<Long, Order> byId = new HashMap<>();
        orders.forEach(order -> byId.put(order.id(), order));
        try (var query = connection.prepareStatement("SELECT purchase_id, product, quantity, cents"
                + " FROM purchase_line WHERE purchase_id = ANY (?) ORDER BY purchase_id, position")) {
            query.setArray(1, connection.createArrayOf("bigint", byId.keySet().toArray()));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var order = byId.get(row.getLong("purchase_id"));
                    if (order != null) {
                        order.lines().add(line(row));
                    }
                }
            }
        }
    }
    // @end

    private static Line line(ResultSet row) throws SQLException {
        return new Line(row.getString("product"), row.getInt("quantity"), row.getInt("cents"));
    }

    @Override
    public boolean setStatus(long id, String status) throws SQLException {
        return update("UPDATE purchase SET status = ? WHERE id = ?", status, id) == 1;
    }

    @Override
    public int changeAll(String from, String to) throws SQLException {
        return update("UPDATE purchase SET status = ? WHERE status = ?", to, from);
    }

    @Override
    public boolean remove(long id) throws SQLException {
        return update("DELETE FROM purchase WHERE id = ?", id) == 1;
    }

    private int update(String sql, Object... parameters) throws SQLException {
        return transactions.run(connection -> {
            try (var update = connection.prepareStatement(sql)) {
                for (int i = 0; i < parameters.length; i++) {
                    update.setObject(i + 1, parameters[i]);
                }
                return update.executeUpdate();
            }
        });
    }
}
