package handbook.core.orm;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The orders of a shop, whatever fetches them. Each call is a transaction of its own.
interface Orders {
    /// @param cents what one piece costs
    record Line(String product, int quantity, int cents) {}

    /// @param lines in the order in which they were entered
    record Order(long id, String customer, String status, List<Line> lines) {}

    /// Stores a new order with its lines.
    ///
    /// @throws SQLException or the library's own, with the SQL state 23505, where there is one with this id
    void add(Order order) throws SQLException;

    /// One order with its lines.
    Optional<Order> find(long id) throws SQLException;

    /// The first orders behind an id, by id, with their lines.
    List<Order> page(long after, int size) throws SQLException;

    /// Changes one order.
    ///
    /// @return false where there is none
    boolean setStatus(long id, String status) throws SQLException;

    /// Changes all orders of a status.
    ///
    /// @return how many
    int changeAll(String from, String to) throws SQLException;

    /// Removes an order with its lines.
    ///
    /// @return false where there is none
    boolean remove(long id) throws SQLException;
}
