package handbook.core.pagination;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Base64.Encoder;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A place in a list as text that clients hand back and cannot change or use elsewhere; they can read it, so nothing secret
/// belongs into it. Version, time of issue and values, signed together with the list that they belong to (tenant, filter,
/// order).
final class CursorToken {
    static final int LONGEST = 1_000;
    private static final String VERSION = "1";
    private static final Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;
    private final InstantSource clock;
    private final Duration life;

    /// A token that is not accepted; the message is for the client.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /// @param key 32 bytes that all instances share
    /// @param life how long a token is good
    CursorToken(byte[] key, InstantSource clock, Duration life) {
        this.key = new SecretKeySpec(key, "HmacSHA256");
        this.clock = clock;
        this.life = life;
    }

    // @start region=token
    /// @param list what the values are a place in: anything that changes it makes the token worthless
    /// @throws IllegalArgumentException for values so long that the token would not be taken back
    String encode(String list, List<String> values) {
        var parts = new ArrayList<>(List.of(VERSION, Long.toString(clock.instant().getEpochSecond())));
        values.forEach(value -> parts.add(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        var payload = String.join("&", parts).getBytes(StandardCharsets.UTF_8);
        var token = BASE64.encodeToString(payload) + "." + BASE64.encodeToString(sign(payload, list));
        if (token.length() > LONGEST) {
            throw new IllegalArgumentException("values too long for a cursor: " + token.length() + " characters");
        }
        return token;
    }

    /// @throws Refused for whatever is not a token of this list, issued by us, of this version, in time
    List<String> decode(String list, String token) throws Refused {
        var dot = token.indexOf('.');
        if (token.length() > LONGEST || dot < 0) {
            throw new Refused("the cursor is not one of ours");
        }
        var payload = bytes(token.substring(0, dot));
        if (!MessageDigest.isEqual(sign(payload, list), bytes(token.substring(dot + 1)))) {
            throw new Refused("the cursor was changed, or belongs to another list");
        }
        var parts = new String(payload, StandardCharsets.UTF_8).split("&", -1); // signed by us: it has its parts
        if (!parts[0].equals(VERSION)) {
            throw new Refused("the cursor is of another version: begin again");
        }
        if (clock.instant().getEpochSecond() - Long.parseLong(parts[1]) > life.toSeconds()) {
            throw new Refused("the cursor has expired: begin again");
        }
        return List.of(parts).subList(2, parts.length).stream()
                .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8)).toList();
    }
    // @end

    /// Takes only what we would write: base64's last character has bits that no decoder looks at, and padding is free.
    private static byte[] bytes(String base64) throws Refused {
        try {
            var bytes = Base64.getUrlDecoder().decode(base64);
            if (BASE64.encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // as below
        }
        throw new Refused("the cursor is not one of ours");
    }

    /// The list is signed with its length in front, so that nothing of it can move into the payload.
    byte[] sign(byte[] payload, String list) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((list.length() + ":" + list).getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(payload);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
