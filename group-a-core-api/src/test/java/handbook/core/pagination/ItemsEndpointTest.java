package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;
import handbook.support.time.FakeClock;

@TestInstance(Lifecycle.PER_CLASS)
class ItemsEndpointTest {
    private final Postgres postgres = Postgres.open();
    private final HttpClient client = HttpClient.newHttpClient();
    private final FakeClock clock = new FakeClock();
    private final ItemsEndpoint endpoint;

    ItemsEndpointTest() throws IOException {
        endpoint = new ItemsEndpoint(postgres.dataSource(), new CursorToken(new byte[32], clock, Duration.ofHours(1)));
    }

    @BeforeAll
    void create() throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.execute(connection, "CREATE TABLE tenant_item (tenant text, id bigint, created timestamptz,"
                    + " title text, PRIMARY KEY (tenant, id))", "CREATE INDEX ON tenant_item (tenant, created, id)");
            Sql.execute(connection, "INSERT INTO tenant_item SELECT tenant, i,"
                    + " timestamptz '2026-01-01 00:00Z' + i / 3 * interval '1 microsecond', tenant || ' ' || i"
                    + " FROM unnest(ARRAY['ada', 'eve']) AS tenant, generate_series(1, 40) AS i");
        }
    }

    @AfterAll
    void close() {
        client.close();
        endpoint.close();
        postgres.close();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(endpoint, path);
    }

    private HttpResponse<String> get(ItemsEndpoint asked, String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + asked.port() + path))
                .timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    private static String next(HttpResponse<String> page) {
        return page.headers().firstValue("Link")
                .map(link -> link.replaceFirst("^<(.*)>; rel=\"next\"$", "$1")).orElse("");
    }

    @Test
    @DisplayName("Following Link: rel=next walks the whole list, and the last page has none, also when it is exactly full")
    void walk() throws IOException, InterruptedException {
        for (int limit : new int[]{20, 7, 40, 41}) {
            var lines = new ArrayList<String>();
            var path = "/tenants/ada/items?limit=" + limit;
            int pages = 0;
            while (!path.isEmpty() && pages <= 40) {
                var page = get(path);
                assertThat(page.statusCode()).isEqualTo(200);
                lines.addAll(page.body().lines().toList());
                path = next(page);
                pages++;
            }
            assertThat(pages).isEqualTo((40 + limit - 1) / limit);
            assertThat(lines).hasSize(40).doesNotHaveDuplicates().startsWith("40 ada 40").endsWith("1 ada 1");
        }
    }

    @Test
    @DisplayName("A cursor of another tenant, a changed one and an expired one are answered with 400 and the reason, never with rows")
    void refusedCursors() throws IOException, InterruptedException {
        var next = next(get("/tenants/ada/items"));
        assertAnswer(get(next.replace("/ada/", "/eve/")), 400, "another list");
        assertAnswer(get(next.replace("cursor=", "cursor=x")), 400, "cursor");
        clock.advance(Duration.ofHours(2));
        assertAnswer(get(next), 400, "expired");
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String text) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(text).hasLineCount(1).doesNotContain("ada", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "1000000000", "99999999999", "abc", "", "1.5", "%20"})
    void aWrongLimitIsRefused(String limit) throws IOException, InterruptedException {
        assertAnswer(get("/tenants/ada/items?limit=" + limit), 400, "limit must be a number from 1 to 100");
    }

    @Test
    void anotherPathIsNotFoundAndAnUnknownTenantHasNoItems() throws IOException, InterruptedException {
        assertThat(List.of(get("/tenants/ada").statusCode(), get("/tenants//items").statusCode(),
                get("/tenants/ada/items/1").statusCode())).containsOnly(404);
        assertThat(get("/tenants/nobody/items").body()).isBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%20b", "a%3Fb", "a%0D%0Ab", "a%00b"})
    void aTenantThatNoLinkCouldNameIsNotFound(String tenant) throws IOException, InterruptedException {
        assertThat(get("/tenants/" + tenant + "/items").statusCode()).isEqualTo(404);
    }

    @Test
    void aDatabaseThatFailsIs503AndIsLogged() throws IOException, InterruptedException {
        var log = (Logger) LoggerFactory.getLogger(ItemsEndpoint.class);
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        log.setAdditive(false);
        log.addAppender(logged);
        try (var withoutTables = Postgres.open();
                var broken = new ItemsEndpoint(withoutTables.dataSource(),
                        new CursorToken(new byte[32], clock, Duration.ofHours(1)))) {
            assertAnswer(get(broken, "/tenants/ada/items"), 503, "not available now");
            assertThat(logged.list).hasSize(1);
            assertThat(logged.list.getFirst().getThrowableProxy().getMessage()).contains("tenant_item");
        } finally {
            log.detachAppender(logged);
            log.setAdditive(true);
        }
    }
}
