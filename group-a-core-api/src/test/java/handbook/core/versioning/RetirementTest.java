package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.web.accept.StandardApiVersionDeprecationHandler;
import org.springframework.web.servlet.config.annotation.ApiVersionConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import handbook.support.time.FakeClock;

@TestInstance(Lifecycle.PER_CLASS)
class RetirementTest {
    /// RFC 9110, section 5.6.7: two digits for the day, and GMT.
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'",
            Locale.ROOT);
    private static final String HTTP_DATE_FORM = "[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT";

    private final FakeClock clock = new FakeClock();
    private final Shop shop = Shop.start(Strategy.HEADER, null, true, clock);

    @BeforeEach
    void today() {
        clock.setWall(Instant.parse("2036-10-01T00:00:00Z"));
    }

    @AfterAll
    void close() {
        shop.close();
    }

    private int status(String version) throws IOException, InterruptedException {
        return shop.get("/orders/7", version).statusCode();
    }

    @Test
    @DisplayName("The sunset is an HTTP date, and later than the deprecation")
    void dates() throws IOException, InterruptedException {
        var headers = shop.get("/orders/7", "1.0").headers();
        var sunset = headers.firstValue("Sunset").orElseThrow();
        assertThat(sunset).matches(HTTP_DATE_FORM);
        var deprecated = Long.parseLong(headers.firstValue("Deprecation").orElseThrow().substring(1));
        assertThat(Instant.from(HTTP_DATE.withZone(ZoneOffset.UTC).parse(sunset)))
                .isAfter(Instant.ofEpochSecond(deprecated));
    }

    @Test
    @DisplayName("From its sunset on a version is 410, with a link to what to do; the others are served")
    void gone() throws IOException, InterruptedException {
        clock.setWall(Instant.parse("2036-11-29T23:59:59Z"));
        assertThat(status("1.0")).isEqualTo(200);
        clock.setWall(Instant.parse("2036-11-30T00:00:00Z"));
        var response = shop.get("/orders/7", "1");
        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.headers().allValues("Link")).anyMatch(link -> link.contains("rel=\"sunset\""));
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).isEmpty();
        assertThat(status("1.2")).isEqualTo(200);
    }

    @Test
    @DisplayName("A brown-out is 410 for its minutes and for the version that ends, and 200 before, behind and for all others")
    void brownOut() throws IOException, InterruptedException {
        clock.setWall(Instant.parse("2036-11-03T08:59:59Z"));
        assertThat(status("1.0")).isEqualTo(200);
        clock.setWall(Instant.parse("2036-11-03T09:00:00Z"));
        var response = shop.get("/orders/7", "1.0");
        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(status("1.2")).isEqualTo(200);
        clock.setWall(Instant.parse("2036-11-03T09:10:00Z"));
        assertThat(status("1.0")).isEqualTo(200);
    }

    @Test
    @DisplayName("Requests are counted by client and version, those for an ended one too: who has to be told has a name")
    void usage() throws IOException, InterruptedException {
        clock.setWall(Instant.parse("2036-12-01T00:00:00Z"));
        for (var version : List.of("1", "1.0", "1.2")) {
            shop.send(Strategy.HEADER.request(shop.uri(), "/orders/7", version).header("User-Agent", "till/3"));
        }
        assertThat(shop.server().bean(VersioningConfig.class).usage().counts()).containsEntry("till/3 1.0.0", 2L)
                .containsEntry("till/3 1.2.0", 1L);
    }

    @Test
    @DisplayName("Spring writes the sunset as it is given: in another zone than UTC, or before the tenth of a month, it is no HTTP date")
    void malformedDates() throws IOException, InterruptedException {
        var headers = new StandardApiVersionDeprecationHandler();
        headers.configureVersion("1.0").setSunsetDate(ZonedDateTime.parse("2027-07-31T00:00:00+02:00"));
        headers.configureVersion("1.2").setSunsetDate(ZonedDateTime.parse("2027-07-01T00:00:00Z"));
        headers.configureVersion("2.0").setSunsetDate(ZonedDateTime.parse("2027-07-31T00:00:00Z"));
        try (var server = start(headers); var client = HttpClient.newHttpClient()) {
            assertThat(sunset(server, client, "1.0")).isEqualTo("Sat, 31 Jul 2027 00:00:00 +0200")
                    .doesNotMatch(HTTP_DATE_FORM);
            assertThat(sunset(server, client, "1.2")).isEqualTo("Thu, 1 Jul 2027 00:00:00 GMT")
                    .doesNotMatch(HTTP_DATE_FORM);
            assertThat(sunset(server, client, "2.0")).matches(HTTP_DATE_FORM);
        }
    }

    private static SpringServer start(StandardApiVersionDeprecationHandler headers) {
        var config = new WebMvcConfigurer() {
            @Override
            public void configureApiVersioning(ApiVersionConfigurer configurer) {
                configurer.useRequestHeader("API-Version").setDeprecationHandler(headers);
            }
        };
        return SpringServer.start(context -> {
            context.registerBean(OrdersController.class);
            context.registerBean(WebMvcConfigurer.class, () -> config);
        });
    }

    private static String sunset(SpringServer server, HttpClient client, String version)
            throws IOException, InterruptedException {
        var request = Strategy.HEADER.request(server.uri(), "/orders/7", version).build();
        return client.send(request, BodyHandlers.discarding()).headers().firstValue("Sunset").orElseThrow();
    }
}
