package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatedShopTest {
    private static final DatedVersions VERSIONS = new DatedVersions(OrderChange.FIRST, OrderChange.all());

    @Test
    @DisplayName("Over HTTP each client reads the order in its own version, and a write of the oldest is read back by it and by the newest")
    void throughTheChain() throws IOException, InterruptedException {
        var seen = DateChainExample.run();
        assertThat(seen.read().get("2024-01-15"))
                .isEqualTo("{\"id\":7,\"status\":\"PAID\",\"customer\":\"Ada\",\"total\":1990}");
        assertThat(seen.read().get("2025-03-01")).contains("\"customer\":\"Ada\"").contains("\"currency\":\"EUR\"");
        assertThat(seen.read().get("2026-02-10")).contains("\"ON_HOLD\"").contains("ada@example.org");
        assertThat(seen.naive()).doesNotContain("ON_HOLD").doesNotContain("ada@example.org");
        assertThat(seen.merged()).contains("ON_HOLD").contains("ada@example.org").contains("2500");
        assertThat(seen.steps()).hasSize(3);
        try (var shop = new DatedShop(VERSIONS, DateChainExample.order())) {
            assertThat(shop.put("2024-01-15", seen.sent()).body()).isEqualTo(seen.sent());
            assertThat(shop.get("2024-01-15").body()).isEqualTo(seen.sent());
            assertThat(shop.get("2026-02-10").body()).isEqualTo(seen.merged());
        }
    }

    @Test
    @DisplayName("A converter that cannot is 500 for the versions before its change; that version and the current one are served")
    void converterFails() throws IOException, InterruptedException {
        var yen = DateChainExample.document("""
                {"id":7,"status":"PAID","customer":{"name":"Ada"},"total":{"amount":3000,"currency":"JPY"}}""");
        try (var shop = new DatedShop(VERSIONS, yen)) {
            var failed = shop.get("2024-01-15");
            assertThat(failed.statusCode()).isEqualTo(500);
            assertThat(failed.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(shop.get("2025-03-01").statusCode()).isEqualTo(200);
            assertThat(shop.get("2026-02-10").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("Spring takes dates for versions by a parser of one line; a date on which nothing changed is 400")
    void dates() throws IOException, InterruptedException {
        try (var shop = new DatedShop(VERSIONS, DateChainExample.order())) {
            assertThat(shop.get("2026-02-10").statusCode()).isEqualTo(200);
            assertThat(shop.get("2026-02-11").statusCode()).isEqualTo(400);
            assertThat(shop.get("1.0").statusCode()).isEqualTo(400);
            assertThat(shop.put("2026-02-11", "{}").statusCode()).isEqualTo(400);
        }
    }

    @Test
    @DisplayName("A write without a field that its client was shown, or with null there, is 400 and names it; nothing is stored")
    void incomplete() throws IOException, InterruptedException {
        try (var shop = new DatedShop(VERSIONS, DateChainExample.order())) {
            var refused = shop.put("2024-01-15", "{\"id\":7,\"status\":\"PAID\",\"customer\":null}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(refused.body()).contains("\"detail\":\"missing or null: customer, total\"");
            assertThat(shop.put("2026-02-10", "{}").statusCode()).isEqualTo(400);
            assertThat(shop.stored()).isEqualTo(DateChainExample.order());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2024-01-15 | {"id":7,"status":"PAID","customer":"Ada","total":"abc"}
            2024-01-15 | {"id":7,"status":"PAID","customer":"Ada","total":2500.5}
            2024-01-15 | {"id":7,"status":"ON_HOLD","customer":"Ada","total":1990}
            2025-03-01 | {"id":7,"status":"PAID","customer":5,"total":{"amount":1990,"currency":"EUR"}}""")
    void whatItsClientCouldNotReadAgainIsNotStored(String version, String sent) throws IOException,
            InterruptedException {
        try (var shop = new DatedShop(VERSIONS, DateChainExample.order())) {
            var refused = shop.put(version, sent);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("no document of version " + version);
            assertThat(shop.stored()).isEqualTo(DateChainExample.order());
        }
    }

    @Test
    void moreCentsThanAnIntHolds() throws IOException, InterruptedException {
        try (var shop = new DatedShop(VERSIONS, DateChainExample.order())) {
            shop.put("2025-03-01", """
                    {"id":7,"status":"PAID","customer":"Ada","total":{"amount":3000000000,"currency":"EUR"}}""");
            assertThat(shop.get("2024-01-15").body()).contains("\"total\":3000000000");
        }
    }
}
