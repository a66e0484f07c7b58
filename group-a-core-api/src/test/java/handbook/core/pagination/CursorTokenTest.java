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
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.";
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
    @DisplayName("A token with any one character replaced by any other, left out or added is refused")
    void changed() {
        var token = tokens.encode("list", VALUES);
        for (int i = 0; i <= token.length(); i++) {
            var before = token.substring(0, i);
            var behind = token.substring(i);
            for (var other : ALPHABET.split("")) {
                assertNotTaken(token, before + other + behind);
                if (!behind.isEmpty()) {
                    assertNotTaken(token, before + other + behind.substring(1));
                }
            }
            if (!behind.isEmpty()) {
                assertNotTaken(token, before + behind.substring(1));
            }
        }
    }

    private void assertNotTaken(String token, String other) {
        if (!other.equals(token)) {
            assertThatThrownBy(() -> tokens.decode("list", other)).as(other).isInstanceOf(Refused.class);
        }
    }

    @Test
    @DisplayName("A token of another list, filter, order or tenant is refused, and one signed with another key")
    void otherList() {
        var list = "items of a, open, ORDER BY id";
        var token = tokens.encode(list, VALUES);
        assertRefused("items of b, open, ORDER BY id", token, "another list");
        assertRefused("items of a, sold, ORDER BY id", token, "another list");
        assertRefused("items of a, open, ORDER BY id DESC", token, "another list");
        assertRefused("orders of a, open, ORDER BY id", token, "another list");
        var others = new CursorToken(new byte[32], clock, Duration.ofHours(1)).encode(list, VALUES);
        assertRefused(list, others, "another list");
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
    void whatIsIssuedIsTakenBackOrNotIssued() throws Refused {
        var longest = List.of("x".repeat(704)); // 12 more characters of payload, in base64; a dot and a signature of 43
        assertThat(tokens.decode("list", tokens.encode("list", longest))).isEqualTo(longest);
        assertThatThrownBy(() -> tokens.encode("list", List.of("x".repeat(710))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("too long");
    }

    @Test
    void aMegabyteIsRefused() {
        assertRefused("list", "A".repeat(1_000_000) + ".AAAA", "not one of ours");
    }
}
