package handbook.scalability.loadbalancing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.scalability.loadbalancing.Sessions.Signed;
import handbook.support.time.FakeClock;

class SessionsTest {
    private final FakeClock clock = new FakeClock();
    private final Signed oneInstance = signed("the same key");

    private Signed signed(String key) {
        return new Signed(key.getBytes(StandardCharsets.UTF_8), Duration.ofMinutes(30), clock);
    }

    @Test
    @DisplayName("A signed token is understood by every instance that has the key, and by no other")
    void shared() {
        var token = oneInstance.login("Müller.Anna");
        assertThat(signed("the same key").user(token)).hasValue("Müller.Anna");
        assertThat(signed("another key").user(token)).isEmpty();
    }

    @Test
    @DisplayName("A signed token ends by itself, and a client cannot change it")
    void forged() {
        var token = oneInstance.login("anna");
        var parts = token.split("\\.");
        var admin = Base64.getUrlEncoder().withoutPadding().encodeToString("admin".getBytes(StandardCharsets.UTF_8));
        assertThat(oneInstance.user(admin + "." + parts[1] + "." + parts[2])).isEmpty();
        assertThat(oneInstance.user(parts[0] + ".99999999999." + parts[2])).isEmpty();
        clock.advance(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(oneInstance.user(token)).hasValue("anna");
        clock.advance(Duration.ofSeconds(1));
        assertThat(oneInstance.user(token)).isEmpty();
    }

    @Test
    void nonsenseIsNobody() {
        assertThat(oneInstance.user("")).isEmpty();
        assertThat(oneInstance.user("..")).isEmpty();
        assertThat(oneInstance.user("a.b.c.d")).isEmpty();
        assertThat(oneInstance.user(oneInstance.login("anna") + ".")).isEmpty();
        assertThat(new Sessions.InMemory().user("")).isEmpty();
    }
}
