package handbook.core.versioning;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The changes of the shop's order since its first version: a class each.
sealed interface OrderChange extends DatedVersions.Change {
    LocalDate FIRST = LocalDate.parse("2024-01-15");

    /// @return all of them
    static List<OrderChange> all() {
        return List.of(new MoneyHasCurrency(), new CustomerIsAnObject(), new OrderOnHold());
    }

    // @start region=money
    /// `1990` becomes `{"amount":1990,"currency":"EUR"}`.
    record MoneyHasCurrency() implements OrderChange {
        @Override
        public LocalDate since() {
            return LocalDate.parse("2025-03-01");
        }

        @Override
        public String what() {
            return "money has a currency";
        }

        @Override
        public String loss() {
            return "";
        }

        @Override
        public Map<String, Object> up(Map<String, Object> older) {
            var money = new LinkedHashMap<String, Object>();
            money.put("amount", older.getOrDefault("total", 0));
            money.put("currency", "EUR");
            return with(older, "total", money);
        }

        @Override
        public Map<String, Object> down(Map<String, Object> newer) {
            if (newer.get("total") instanceof Map<?, ?> money && money.get("amount") instanceof Number amount
                    && !(amount instanceof Double) && "EUR".equals(money.get("currency"))) {
                return with(newer, "total", amount);
            }
            throw new IllegalArgumentException("not in cents of a euro: " + newer.get("total"));
        }
    }
    // @end

    /// `"Ada"` becomes `{"name":"Ada"}`, and may have an e-mail address.
    record CustomerIsAnObject() implements OrderChange {
        @Override
        public LocalDate since() {
            return LocalDate.parse("2026-02-10");
        }

        @Override
        public String what() {
            return "the customer is an object";
        }

        @Override
        public String loss() {
            return "the e-mail address";
        }

        @Override
        public Map<String, Object> up(Map<String, Object> older) {
            return with(older, "customer", Map.of("name", older.getOrDefault("customer", "")));
        }

        @Override
        public Map<String, Object> down(Map<String, Object> newer) {
            return newer.get("customer") instanceof Map<?, ?> customer && customer.get("name") instanceof String name
                    ? with(newer, "customer", name)
                    : newer;
        }
    }

    /// A new status, `ON_HOLD`; older clients see its nearest relative.
    record OrderOnHold() implements OrderChange {
        @Override
        public LocalDate since() {
            return LocalDate.parse("2026-02-10");
        }

        @Override
        public String what() {
            return "an order may be on hold";
        }

        @Override
        public String loss() {
            return "ON_HOLD, shown as PAID";
        }

        @Override
        public Map<String, Object> up(Map<String, Object> older) {
            return older;
        }

        @Override
        public Map<String, Object> down(Map<String, Object> newer) {
            return "ON_HOLD".equals(newer.get("status")) ? with(newer, "status", "PAID") : newer;
        }
    }

    /// A copy with another value of one field, in the old order.
    private static Map<String, Object> with(Map<String, Object> document, String name, Object value) {
        var copy = new LinkedHashMap<>(document);
        copy.put(name, value);
        return copy;
    }
}
