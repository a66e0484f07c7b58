package handbook.core.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SpringServerTest {
    @Test
    void theReadersEnvironmentChoosesNoPort() {
        Map<String, Object> environment = Map.of("SERVER_PORT", "-1", "SERVER_ADDRESS", "no.such.host.invalid");
        try (var server = SpringServer.start(context -> context.getEnvironment().getPropertySources().replace(
                SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment)))) {
            assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
            assertThat(server.uri().getPort()).isPositive();
        }
    }
}
