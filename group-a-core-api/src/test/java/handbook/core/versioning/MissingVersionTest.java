package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.versioning.OrdersController.OrderV1;
import handbook.core.versioning.VersionedRouter.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class MissingVersionTest {
    @Test
    @DisplayName("Required and missing, a version is 400 with a problem that lists the versions that there are")
    void required() throws IOException, InterruptedException {
        var response = withoutVersion(null);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("say which version you want")
                .contains("\"supported\":[\"1.0\",\"1.2\",\"2.0\"]");
    }

    @Test
    @DisplayName("With the oldest version as default a client from before versions goes on; with the latest it breaks on the day of the release")
    void byDefault() throws IOException, InterruptedException {
        var oldest = withoutVersion("1.0").body();
        var latest = withoutVersion("2.0").body();
        assertThat(new JsonMapper().readValue(oldest, OrderV1.class).total()).isEqualTo(1990);
        assertThatThrownBy(() -> new JsonMapper().readValue(latest, OrderV1.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void badInput() throws IOException, InterruptedException {
        try (var shop = Shop.start(Strategy.HEADER)) {
            for (var version : List.of("1".repeat(10_000), "9".repeat(1_000), "1.0, 1.2")) {
                assertThat(shop.get("/orders/7", version).statusCode()).isEqualTo(400);
            }
            assertThat(shop.get("/orders/7", "1.0").statusCode()).isEqualTo(200);
            var unknown = shop.get("/orders/999", "1.0");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.headers().firstValue("Cache-Control")).isEmpty();
        }
    }

    @Test
    void digitsOfOtherScripts() throws IOException, InterruptedException, Refused {
        var router = new VersionedRouter(Set.of("1.0"), Set.of(), null);
        try (var shop = Shop.start(Strategy.QUERY)) {
            for (var version : List.of("\u0661", "\u06611")) {
                var encoded = URLEncoder.encode(version, StandardCharsets.UTF_8);
                assertThat(shop.get("/orders/7", encoded).statusCode()).isEqualTo(400);
                assertThatThrownBy(() -> router.route(List.of(version))).isInstanceOf(Refused.class);
            }
        }
    }

    private static HttpResponse<String> withoutVersion(@Nullable String defaultVersion)
            throws IOException, InterruptedException {
        try (var shop = Shop.start(Strategy.QUERY, defaultVersion, true, Shop.BEFORE_THE_SUNSET)) {
            return shop.send(HttpRequest.newBuilder(URI.create(shop.uri() + "/orders/7")));
        }
    }
}
