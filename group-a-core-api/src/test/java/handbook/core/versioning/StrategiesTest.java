package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.web.servlet.config.annotation.ApiVersionConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import handbook.core.versioning.StrategiesExample.Call;

@TestInstance(Lifecycle.PER_CLASS)
class StrategiesTest {
    private List<Call> calls = List.of();
    private final Shop shop = Shop.start(Strategy.MEDIA_TYPE);

    @BeforeAll
    void run() throws IOException, InterruptedException {
        calls = StrategiesExample.run();
    }

    @AfterAll
    void close() {
        shop.close();
    }

    @Test
    @DisplayName("Path, query, header and media type choose the same handlers for the same versions")
    void sameHandlers() {
        for (var strategy : Strategy.values()) {
            var handlers = calls.stream().filter(call -> call.strategy() == strategy)
                    .collect(Collectors.toMap(Call::version, Call::handler));
            assertThat(handlers).as("%s", strategy).containsExactlyInAnyOrderEntriesOf(Map.of("1.0", "1.0", "1", "1.0",
                    "v1", "1.0", "1.2", "1.2+", "1.5", "-", "2.0", "1.2+"));
        }
    }

    @Test
    @DisplayName("With our filter an answer chosen by a request header says so in Vary, a refusal too; one chosen by its address needs none")
    void vary() {
        for (var call : calls) {
            assertThat(call.header("Vary")).isEqualTo(
                    call.strategy().header().isEmpty() ? "-" : call.strategy().header());
        }
    }

    @Test
    @DisplayName("The deprecated version says so in a structured date, names its end and links to both; the current one says nothing")
    void deprecation() {
        for (var call : calls) {
            var names = List.of("Deprecation", "Sunset", "Link");
            if (call.handler().equals("1.0")) {
                assertThat(call.header("Deprecation")).matches("@\\d+");
                assertThat(call.header("Sunset")).endsWith("GMT");
                assertThat(call.headers().allValues("Link")).hasSize(2)
                        .anyMatch(link -> link.contains("rel=\"deprecation\""))
                        .anyMatch(link -> link.contains("rel=\"sunset\""));
            } else {
                assertThat(names).allMatch(name -> call.header(name).equals("-"));
            }
        }
    }

    @Test
    @DisplayName("An unknown version in a media type is 400 to Spring; mapped by hand it is 406 with the versions that there are, also where anything else would be accepted")
    void notAcceptable() throws IOException, InterruptedException {
        try (var plain = SpringServer.start(context -> {
            context.registerBean(OrdersController.class);
            context.registerBean(WebMvcConfigurer.class, () -> new WebMvcConfigurer() {
                @Override
                public void configureApiVersioning(ApiVersionConfigurer configurer) {
                    Strategy.MEDIA_TYPE.configure(configurer);
                }
            });
        })) {
            assertThat(shop.send(Strategy.MEDIA_TYPE.request(plain.uri(), "/orders/7", "9")).statusCode())
                    .isEqualTo(400);
        }
        for (var accept : List.of("application/vnd.shop+json;version=9", "application/vnd.shop+json;version=9, */*")) {
            var response = shop.send(HttpRequest.newBuilder(URI.create(shop.uri() + "/orders/7"))
                    .header("Accept", accept));
            assertThat(response.statusCode()).isEqualTo(406);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(response.body()).contains("\"supported\":[\"1.0\",\"1.2\",\"2.0\"]");
        }
    }
}
