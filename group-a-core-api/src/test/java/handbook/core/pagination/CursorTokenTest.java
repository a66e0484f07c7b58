package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.core.pagination.CursorToken.Refused;
import handbook.support.time.FakeClock;

class CursorTokenTest {
    private static final List<String> VALUES = List.of("2026-01-01T00:00:00.000457Z", "42", "", "a&b=c é");
    private final FakeClock clock = new FakeClock();
    private final CursorToken tokens = new CursorToken("0123456789abcdef0123456789abcdef".getBytes(
            StandardCharsets.UTF_8), clock, Duration.ofHours(1));

    private void assertRefused(String list, String token, String reason) {
        assertThatThrownBy(() -> tokens.decode(list, token)).isInstanceOf(Refused.class).hasMessageContaining(reason);
    }

    @Test
    void valuesComeBackAsTheyWere() throws Refused {
        assertThat(tokens.decode("list", tokens.encode("list", VALUES))).isEqualTo(VALUES);
        assertThat(tokens.decode("list", tokens.encode("list", List.of()))).isEmpty();
    }

    @Test
    @DisplayName("A token with any one byte changed is refused")
    void changed() {
        var token = tokens.encode("list", VALUES);
        for (int i = 0; i < token.length(); i++) {
            var other = token.charAt(i) == 'A' ? 'Q' : 'A'; // differ in their upper bits, which base64 never drops
            var changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThatThrownBy(() -> tokens.decode("list", changed)).isInstanceOf(Refused.class);
        }
    }

    @Test
    @DisplayName("A token of another list, filter, order or tenant is refused, and one signed with another key")
    void otherList() {
        var token = tokens.encode("items of a ORDER BY id", VALUES);
        assertRefused("items of b ORDER BY id", token, "another list");
        assertRefused("items of a ORDER BY id DESC", token, "another list");
        var others = new CursorToken(new byte[32], clock, Duration.ofHours(1)).encode("items of a ORDER BY id", VALUES);
        assertRefused("items of a ORDER BY id", others, "another list");
    }

    @Test
    @DisplayName("A token expires by the clock of its issue, and one from a moment ahead is taken: a clock may step back")
    void expiry() throws Refused {
        clock.setWall(Instant.parse("2026-01-01T12:00:00Z"));
        var token = tokens.encode("list", VALUES);
        clock.setWall(Instant.parse("2026-01-01T13:00:00Z"));
        assertThat(tokens.decode("list", token)).isEqualTo(VALUES);
        clock.setWall(Instant.parse("2026-01-01T13:00:01Z"));
        assertRefused("list", token, "expired");
        clock.setWall(Instant.parse("2026-01-01T11:59:00Z"));
        assertThat(tokens.decode("list", token)).isEqualTo(VALUES);
    }

    @Test
    @DisplayName("A token of another version says so, although it is signed")
    void otherVersion() {
        var payload = "2&0&42".getBytes(StandardCharsets.UTF_8);
        var base64 = Base64.getUrlEncoder().withoutPadding();
        assertRefused("list", base64.encodeToString(payload) + "."
                + base64.encodeToString(tokens.sign(payload, "list")), "version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "no dot", "a.b", "!!!.???", "é.ü", "AAAA.AAAA", "=.="})
    void nonsenseIsRefused(String token) {
        assertThatThrownBy(() -> tokens.decode("list", token)).isInstanceOf(Refused.class);
    }

    @Test
    void aMegabyteIsRefused() {
        assertRefused("list", "A".repeat(1_000_000) + ".AAAA", "not one of ours");
    }
}
