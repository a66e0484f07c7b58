package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;

/// How far Micronaut's own switches go.
class SerdeTest {
    private static ApplicationContext context;
    private static JsonMapper mapper;

    @BeforeAll
    static void start() {
        Quiet.loggers();
        context = ApplicationContext.builder().banner(false).properties(
                Map.of("micronaut.serde.deserialization.ignore-unknown", false,
                        "micronaut.serde.deserialization.fail-on-null-for-primitives", true,
                        "micronaut.serde.jackson.parser-features.STRICT_DUPLICATE_DETECTION", true))
                .start();
        mapper = context.getBean(JsonMapper.class);
    }

    @AfterAll
    static void close() {
        context.close();
    }

    private static NewOrder read(String json) throws IOException {
        return mapper.readValue(json, NewOrder.class);
    }

    @Test
    @DisplayName("Micronaut's serde can be told to refuse unknown, repeated and missing names, but still cuts fractions off and reads no further than the value")
    void switches() throws IOException {
        assertThatThrownBy(() -> read("{\"item\":\"tea\",\"qty\":2,\"colour\":1}")).hasMessageContaining("colour");
        assertThatThrownBy(() -> read("{\"item\":\"tea\",\"qty\":1,\"qty\":2}")).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> read("{\"item\":\"tea\"}")).hasMessageContaining("qty");
        assertThat(read("{\"item\":\"tea\",\"qty\":2.9}").qty()).isEqualTo(2);
        assertThat(read("{\"item\":\"tea\",\"qty\":\"2\"}").qty()).isEqualTo(2);
        assertThat(read("{\"item\":\"tea\",\"qty\":2}{}").qty()).isEqualTo(2);
    }
}
