package handbook.scalability.loadbalancing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;

/// Where a service keeps who is logged in.
sealed interface Sessions {
    /// Logs a user in.
    ///
    /// @return what the client sends with each further request
    String login(String user);

    /// Who is logged in.
    ///
    /// @param token what the client sent
    /// @return the user, or nothing for a token that is unknown, forged or too old
    Optional<String> user(String token);

    // @start region=sessions
    /// In the memory of this instance, as a servlet container does by default.
    final class InMemory implements Sessions {
        private final Map<String, String> users = new ConcurrentHashMap<>();

        @Override
        public String login(String user) {
            var id = UUID.randomUUID().toString();
            users.put(id, user);
            return id;
        }

        @Override
        public Optional<String> user(String token) {
            return Optional.ofNullable(users.get(token));
        }
    }

    /// In a Redis that all instances share.
    record InRedis(RedisCommands<String, String> redis, String prefix, Duration life) implements Sessions {
        @Override
        public String login(String user) {
            var id = UUID.randomUUID().toString();
            redis.set(prefix + id, user, SetArgs.Builder.ex(life));
            return id;
        }

        @Override
        public Optional<String> user(String token) {
            return Optional.ofNullable(redis.get(prefix + token));
        }
    }

    /// With the client, signed: all that the instances share is the key. Nobody can log such a user out before the token
    /// has expired.
    record Signed(byte[] key, Duration life, InstantSource clock) implements Sessions {
        @Override
        public String login(String user) {
            var text = encoded(user) + "." + clock.instant().plus(life).getEpochSecond();
            return text + "." + signature(text);
        }

        @Override
        public Optional<String> user(String token) {
            var parts = token.split("\\.", -1);
            if (parts.length != 3 || !isSigned(parts[0] + "." + parts[1], parts[2])) {
                return Optional.empty();
            }
            var expires = Instant.ofEpochSecond(Long.parseLong(parts[1])); // signed: we wrote it
            return clock.instant().isBefore(expires)
                    ? Optional.of(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                    : Optional.empty();
        }

        private boolean isSigned(String text, String signature) {
            return MessageDigest.isEqual(bytes(signature), bytes(signature(text))); // in constant time
        }

        private String signature(String text) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(text)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }

        private static String encoded(String text) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
    // @end
}
