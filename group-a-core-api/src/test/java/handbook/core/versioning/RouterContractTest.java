package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.servlet.config.annotation.ApiVersionConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import handbook.core.versioning.VersionedRouter.Refused;

/// The router of the whiteboard and Spring's, with the same mappings: 1.0, 1.2+, and 2.0 at another address.
@TestInstance(Lifecycle.PER_CLASS)
class RouterContractTest {
    private final List<SpringServer> servers = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Routing mappedBySpring;
    private Routing listedBySpring;

    /// Which handler answers a request with these values of `API-Version`.
    interface Routing {
        String handler(List<String> values) throws IOException, InterruptedException;
    }

    @BeforeAll
    void start() {
        mappedBySpring = bySpring(configurer -> configurer.useRequestHeader("API-Version"));
        listedBySpring = bySpring(configurer -> configurer.useRequestHeader("API-Version")
                .addSupportedVersions("1.1", "1.5").setDefaultVersion("1.0"));
    }

    @AfterAll
    void close() {
        client.close();
        servers.forEach(SpringServer::close);
    }

    List<Arguments> mapped() throws Refused {
        return List.of(
                Arguments.argumentSet("by hand",
                        byHand(new VersionedRouter(Set.of("1.0", "1.2+"), Set.of("2.0"), null))),
                Arguments.argumentSet("Spring", mappedBySpring));
    }

    List<Arguments> listed() throws Refused {
        return List.of(
                Arguments.argumentSet("by hand",
                        byHand(new VersionedRouter(Set.of("1.0", "1.2+"), Set.of("1.1", "1.5", "2.0"), "1.0"))),
                Arguments.argumentSet("Spring", listedBySpring));
    }

    @ParameterizedTest
    @MethodSource("mapped")
    @DisplayName("By hand and by Spring: 1, 1.0 and v1 are one version, 1.2+ answers 2.0 because that is mapped elsewhere, and 1.5 is refused")
    void mappedVersions(Routing routing) throws IOException, InterruptedException {
        assertThat(handlers(routing, "1", "1.0", "1.0.0", "v1", "1.1", "1.2", "1.5", "2.0", "abc", "", "1.x"))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(Map.entry("1", "1.0"), Map.entry("1.0", "1.0"),
                        Map.entry("1.0.0", "1.0"), Map.entry("v1", "1.0"), Map.entry("1.1", "refused"),
                        Map.entry("1.2", "1.2+"), Map.entry("1.5", "refused"), Map.entry("2.0", "1.2+"),
                        Map.entry("abc", "refused"), Map.entry("", "refused"), Map.entry("1.x", "refused")));
        assertThat(routing.handler(List.of())).isEqualTo("refused");
    }

    @ParameterizedTest
    @MethodSource("listed")
    @DisplayName("By hand and by Spring: once 1.5 is listed 1.2+ answers it, a listed 1.1 finds nothing, and the default answers who says nothing")
    void listedVersions(Routing routing) throws IOException, InterruptedException {
        assertThat(handlers(routing, "1.1", "1.5", "1.6", "2.0")).containsExactlyInAnyOrderEntriesOf(
                Map.of("1.1", "refused", "1.5", "1.2+", "1.6", "refused", "2.0", "1.2+"));
        assertThat(routing.handler(List.of())).isEqualTo("1.0");
    }

    @ParameterizedTest
    @MethodSource("mapped")
    @DisplayName("By hand and by Spring: a minus sign or a word before the digits is skipped, and of two headers the first counts")
    void lenient(Routing routing) throws IOException, InterruptedException {
        assertThat(handlers(routing, "-1", "please-not-1.2")).containsExactlyInAnyOrderEntriesOf(
                Map.of("-1", "1.0", "please-not-1.2", "1.2+"));
        assertThat(routing.handler(List.of("1.0", "2.0"))).isEqualTo("1.0");
        assertThat(routing.handler(List.of("2.0", "1.0"))).isEqualTo("1.2+");
    }

    @ParameterizedTest
    @MethodSource("mapped")
    void nonsense(Routing routing) throws IOException, InterruptedException {
        assertThat(handlers(routing, "9999999999", "1.0.0.0.0", "1.", "1 .0").values()).containsOnly("refused");
    }

    @Test
    void notRequiredAndWithoutDefaultTheMostRecentAnswers() throws IOException, InterruptedException {
        var routing = bySpring(configurer -> configurer.useRequestHeader("API-Version").setVersionRequired(false));
        assertThat(routing.handler(List.of())).isEqualTo("1.2+");
    }

    @Test
    void notDetectedAMappingElsewhereSupportsNothing() throws IOException, InterruptedException {
        var routing = bySpring(configurer -> configurer.useRequestHeader("API-Version")
                .detectSupportedVersions(false).addSupportedVersions("1.0", "1.2"));
        assertThat(handlers(routing, "1.0", "1.2", "2.0")).containsExactlyInAnyOrderEntriesOf(
                Map.of("1.0", "1.0", "1.2", "1.2+", "2.0", "refused"));
    }

    private static Map<String, String> handlers(Routing routing, String... versions)
            throws IOException, InterruptedException {
        var handlers = new LinkedHashMap<String, String>();
        for (var version : versions) {
            handlers.put(version, routing.handler(List.of(version)));
        }
        return handlers;
    }

    private static Routing byHand(VersionedRouter router) {
        return values -> {
            try {
                return router.route(values);
            } catch (Refused e) {
                return "refused";
            }
        };
    }

    private Routing bySpring(WebMvcConfiguration configuration) {
        var server = SpringServer.start(context -> {
            context.registerBean(OrdersController.class);
            context.registerBean(WebMvcConfigurer.class, () -> configuration);
        });
        servers.add(server);
        return values -> {
            var request = HttpRequest.newBuilder(URI.create(server.uri() + "/orders/7")).timeout(Strategy.PATIENCE);
            values.forEach(value -> request.header("API-Version", value));
            var response = client.send(request.build(), BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 400 -> "refused";
                case 200 -> StrategiesExample.handler(response.body());
                default -> "status " + response.statusCode();
            };
        };
    }

    /// The one method of the configuration that counts here, so that a lambda will do.
    private interface WebMvcConfiguration extends WebMvcConfigurer {
        @Override
        void configureApiVersioning(ApiVersionConfigurer configurer);
    }
}
