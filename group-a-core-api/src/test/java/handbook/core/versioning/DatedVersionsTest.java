package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import handbook.core.versioning.DatedVersions.Change;
import handbook.core.versioning.DatedVersions.Refused;
import handbook.core.versioning.OrderChange.CustomerIsAnObject;
import handbook.core.versioning.OrderChange.MoneyHasCurrency;

class DatedVersionsTest {
    private static final DatedVersions VERSIONS = new DatedVersions(OrderChange.FIRST, OrderChange.all());
    private static final LocalDate FIRST = OrderChange.FIRST;

    /// A thousand orders of the current model that all versions can show, in the first version's own words.
    private static List<Map<String, Object>> oldOrders() {
        var random = new Random(4);
        return IntStream.range(0, 1_000).mapToObj(id -> {
            Map<String, Object> order = new LinkedHashMap<>();
            order.put("id", id);
            order.put("status", random.nextBoolean() ? "PAID" : "SHIPPED");
            order.put("customer", "customer " + random.nextInt(50));
            order.put("total", random.nextInt(100_000));
            return order;
        }).toList();
    }

    static List<Arguments> pairs() {
        var versions = VERSIONS.versions();
        return versions.stream().flatMap(one -> versions.stream().map(other -> Arguments.of(one, other))).toList();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    @DisplayName("What a version's client writes it reads again, also after the client of any other wrote it back: for every pair of versions and 1,000 orders that all can show")
    void upAndDown(LocalDate version, LocalDate other) {
        for (var old : oldOrders()) {
            var written = VERSIONS.down(VERSIONS.up(old, FIRST), version);
            var read = VERSIONS.down(VERSIONS.up(written, version), other);
            assertThat(VERSIONS.down(VERSIONS.up(read, other), version)).isEqualTo(written);
        }
    }

    @Test
    void noChangeBeforeTheFirstVersion() {
        assertThatThrownBy(() -> new DatedVersions(new MoneyHasCurrency().since(), OrderChange.all()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("money has a currency");
    }

    @Test
    @DisplayName("Changes that cannot show all to an older client are declared with what is lost: exactly those do not come up again as they went down")
    void losses() {
        var rich = new LinkedHashMap<>(DateChainExample.order());
        for (var change : VERSIONS.changes().reversed()) {
            var older = change.down(rich);
            assertThat(change.up(older).equals(rich)).as(change.what()).isEqualTo(change.loss().isEmpty());
            rich = new LinkedHashMap<>(older);
        }
        assertThat(VERSIONS.changes().stream().filter(change -> !change.loss().isEmpty()).map(Change::what))
                .containsExactlyInAnyOrder("the customer is an object", "an order may be on hold");
    }

    @Test
    @DisplayName("An old client's write, put in the order's place, lifts the hold and erases the e-mail address that it never saw; merged, only what it changed changes")
    void writeBack() {
        var order = DateChainExample.order();
        var sent = new LinkedHashMap<>(VERSIONS.down(order, FIRST));
        sent.put("total", 2500);
        var naive = VERSIONS.up(sent, FIRST);
        assertThat(naive).containsEntry("status", "PAID").containsEntry("customer", Map.of("name", "Ada"));
        var merged = VERSIONS.merge(order, sent, FIRST);
        assertThat(merged).containsEntry("total", Map.of("amount", 2500, "currency", "EUR"));
        merged.put("total", order.getOrDefault("total", 0));
        assertThat(merged).isEqualTo(order);
        sent.put("customer", "Grace");
        assertThat(VERSIONS.merge(order, sent, FIRST)).containsEntry("status", "ON_HOLD").containsEntry("customer",
                Map.of("name", "Grace", "email", "ada@example.org"));
    }

    @Test
    void whatAClientSawItCanRemove() {
        var order = DateChainExample.order();
        var sent = new LinkedHashMap<>(order);
        sent.put("customer", Map.of("name", "Ada"));
        assertThat(VERSIONS.merge(order, sent, VERSIONS.versions().last())).isEqualTo(sent);
    }

    @Test
    void missingAndNull() {
        var order = DateChainExample.order();
        for (var name : List.of("id", "status", "customer", "total")) {
            var without = new LinkedHashMap<>(VERSIONS.down(order, FIRST));
            without.remove(name);
            assertThatThrownBy(() -> VERSIONS.merge(order, without, FIRST)).isInstanceOf(Refused.class)
                    .hasMessage("missing or null: " + name);
        }
        var nulls = DateChainExample.document("""
                {"id":7,"status":"ON_HOLD","customer":{"name":"Ada","email":null},\
                "total":{"amount":1990,"currency":"EUR"},"note":null}""");
        assertThat(VERSIONS.merge(order, nulls, VERSIONS.versions().last()).get("customer"))
                .isEqualTo(nulls.get("customer"));
    }

    @Test
    @DisplayName("A new version is one more change: what the older clients see stays the same")
    void oneMoreChange() {
        var before = new DatedVersions(FIRST, List.of(new MoneyHasCurrency()));
        var after = new DatedVersions(FIRST, List.of(new MoneyHasCurrency(), new CustomerIsAnObject()));
        assertThat(after.versions()).hasSize(before.versions().size() + 1).containsAll(before.versions());
        for (var old : oldOrders()) {
            for (var version : before.versions()) {
                assertThat(after.down(after.up(old, FIRST), version))
                        .isEqualTo(before.down(before.up(old, FIRST), version));
            }
        }
    }
}
