package handbook.core.orm;

import java.util.ArrayList;
import java.util.List;

import handbook.core.orm.Orders.Order;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;

/// An order as an ORM wants it: mutable, with an identity and all of its columns.
@Entity(name = "Purchase")
class Purchase extends PurchaseColumns {
    @ElementCollection
    @CollectionTable(name = "purchase_line", joinColumns = @JoinColumn(name = "purchase_id"))
    @OrderColumn(name = "position")
    List<PurchaseLine> lines = new ArrayList<>();

    @Embeddable
    record PurchaseLine(String product, int quantity, int cents) {}

    static Purchase of(Order order) {
        var purchase = new Purchase();
        purchase.id = order.id();
        purchase.customer = order.customer();
        purchase.status = order.status();
        order.lines().forEach(
                line -> purchase.lines.add(new PurchaseLine(line.product(), line.quantity(), line.cents())));
        return purchase;
    }

    Order toOrder() {
        return new Order(id, customer, status,
                lines.stream().map(line -> new Orders.Line(line.product(), line.quantity(), line.cents())).toList());
    }
}
