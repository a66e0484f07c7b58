package handbook.core.versioning;

import java.time.Duration;
import java.util.List;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/// The shop's API as Spring versions it: handlers side by side, each for its version. Behind them is one model.
@RestController
final class OrdersController {
    private static final List<Order> ORDERS = List.of(new Order(8, "PAID", "Grace", 450),
            new Order(7, "SHIPPED", "Ada", 1990));

    /// The one model.
    private record Order(long id, String status, String customer, int cents) {}

    /// What version 1 promised.
    ///
    /// @param total in cents of a euro
    record OrderV1(long id, String status, String customer, int total) {}

    /// What version 1.2 promised.
    record OrderV2(long id, String status, String customer, Money total) {}

    /// @param amount in the currency's smallest unit
    record Money(int amount, String currency) {}

    /// An order to be, in all versions.
    ///
    /// @param total in cents of a euro
    record NewOrder(String customer, int total) {}

    // @start region=mappings
    @GetMapping(path = "/orders/{id}", version = "1.0")
    ResponseEntity<OrderV1> orderV1(@PathVariable long id) {
        return cacheable(toV1(find(id)));
    }

    @GetMapping(path = "/orders/{id}", version = "1.2+")
    ResponseEntity<OrderV2> orderV2(@PathVariable long id) {
        return cacheable(toV2(find(id)));
    }
    // @end

    @GetMapping(path = "/orders", version = "1.0+")
    List<Long> ids() {
        return ORDERS.stream().map(Order::id).toList();
    }

    @PostMapping(path = "/orders", version = "1.0")
    @ResponseStatus(HttpStatus.CREATED)
    OrderV1 createV1(@RequestBody NewOrder order) {
        return toV1(create(order));
    }

    @PostMapping(path = "/orders", version = "1.2+")
    @ResponseStatus(HttpStatus.CREATED)
    OrderV2 createV2(@RequestBody NewOrder order) {
        return toV2(create(order));
    }

    /// Only this makes 2.0 a version that there is.
    @GetMapping(path = "/customers", version = "2.0")
    List<String> customersV2() {
        return ORDERS.stream().map(Order::customer).toList();
    }

    private static <T> ResponseEntity<T> cacheable(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic()).body(body);
    }

    private static Order find(long id) {
        return ORDERS.stream().filter(order -> order.id() == id).findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Order create(NewOrder order) {
        return new Order(9, "PAID", order.customer(), order.total());
    }

    private static OrderV1 toV1(Order order) {
        return new OrderV1(order.id(), order.status(), order.customer(), order.cents());
    }

    private static OrderV2 toV2(Order order) {
        return new OrderV2(order.id(), order.status(), order.customer(), new Money(order.cents(), "EUR"));
    }
}
