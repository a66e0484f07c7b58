package handbook.core.webframeworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FootprintTest {
    @Test
    @DisplayName("Until its first answer Spring Boot loads more than twice as many classes from jars as Javalin")
    void classes() throws IOException {
        var javalin = FootprintExample.cost(Framework.JAVALIN).loaded();
        var spring = FootprintExample.cost(Framework.SPRING).loaded();
        assertThat(spring.fromJars()).isGreaterThan(2 * javalin.fromJars());
        assertThat(spring.jars()).isGreaterThan(javalin.jars());
        assertThat(javalin.classes()).isGreaterThan(javalin.fromJars());
    }
}
