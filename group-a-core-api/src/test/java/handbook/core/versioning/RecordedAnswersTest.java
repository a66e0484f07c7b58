package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What version 1.0 answered when it was the only one lies in a file.
@TestInstance(Lifecycle.PER_CLASS)
class RecordedAnswersTest {
    private String recorded = "";
    private final Shop shop = Shop.start(Strategy.HEADER);

    @BeforeAll
    void read() throws IOException {
        try (var file = Objects.requireNonNull(getClass().getResourceAsStream("version-1.0.txt"))) {
            recorded = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    void close() {
        shop.close();
    }

    @Test
    @DisplayName("Version 1.0 answers today what was recorded of it, byte for byte; the next version's answers are others")
    void sameBytes() throws IOException, InterruptedException {
        assertThat(answers(shop, "1.0")).isEqualTo(recorded);
        assertThat(answers(shop, "1.2")).isNotEqualTo(recorded);
    }

    /// What a new version adds.
    @RestController
    static final class NextVersion {
        @GetMapping(path = "/orders/{id}", version = "3.0")
        String orderV3(@PathVariable long id) {
            return "order " + id;
        }
    }

    @Test
    @DisplayName("A new version is one more controller: no older handler is mapped otherwise, and the older versions answer the same bytes")
    void oneMoreController() throws IOException, InterruptedException {
        try (var next = Shop.start(Strategy.HEADER, NextVersion.class)) {
            assertThat(next.get("/orders/7", "3.0").body()).isEqualTo("order 7");
            assertThat(answers(next, "1.0")).isEqualTo(recorded);
            for (var version : List.of("1.2", "2.0")) {
                assertThat(answers(next, version)).isEqualTo(answers(shop, version));
            }
            assertThat(handlers(next)).containsAllEntriesOf(handlers(shop)).hasSize(handlers(shop).size() + 1);
        }
    }

    private static Map<RequestMappingInfo, HandlerMethod> handlers(Shop shop) {
        return shop.server().bean(RequestMappingHandlerMapping.class).getHandlerMethods();
    }

    @Test
    @DisplayName("The recording has every endpoint that the framework knows of version 1.0")
    void everyEndpoint() {
        var handlers = handlers(shop);
        // one without a version would answer 1.0 as well
        assertThat(handlers).allSatisfy((info, handler) -> {
            if (handler.getBeanType() == OrdersController.class) {
                assertThat(info.getVersionCondition().getVersion()).as("%s", handler).isNotNull();
            }
        });
        var mapped = handlers.keySet().stream()
                .filter(info -> "1.0".equals(info.getVersionCondition().getVersion()))
                .map(RecordedAnswersTest::endpoint).collect(Collectors.toSet());
        var inFile = recorded.lines().filter(line -> line.startsWith("GET ") || line.startsWith("POST "))
                .map(line -> line.replace("/7", "/{id}")).collect(Collectors.toSet());
        assertThat(inFile).isEqualTo(mapped);
    }

    private static String endpoint(RequestMappingInfo info) {
        return info.getMethodsCondition().getMethods().iterator().next() + " "
                + info.getPatternValues().iterator().next();
    }

    private static String answers(Shop shop, String version) throws IOException, InterruptedException {
        var post = Strategy.HEADER.request(shop.uri(), "/orders", version).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"customer\":\"Ada\",\"total\":1990}"));
        return String.join("\n", List.of(
                text("GET /orders/7", shop.get("/orders/7", version)),
                text("GET /orders", shop.get("/orders", version)),
                text("POST /orders", shop.send(post))));
    }

    private static String text(String request, HttpResponse<String> response) {
        return request + "\n" + response.statusCode() + " " + response.headers().firstValue("Content-Type").orElse("-")
                + "\n" + response.body() + "\n";
    }
}
