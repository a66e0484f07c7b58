package handbook.core.webframeworks;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/// The service behind all four APIs: orders in memory.
class Orders {
    static final long FIRST_ID = (1L << 53) + 1; // the first integer that a double cannot hold

    private final Map<String, Order> byId = new ConcurrentHashMap<>();
    private final AtomicLong nextId = new AtomicLong(FIRST_ID);

    Order create(NewOrder wanted) {
        var order = new Order(Long.toString(nextId.getAndIncrement()), wanted.item(), wanted.qty(),
                Instant.parse("2026-01-01T00:00:00Z"));
        byId.put(order.id(), order);
        return order;
    }

    @Nullable
    Order find(String id) {
        return byId.get(id);
    }
}
