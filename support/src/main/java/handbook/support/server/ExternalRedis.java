package handbook.support.server;

import java.time.Duration;
import java.util.regex.Pattern;

import handbook.support.example.Failure;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;

/// The server that `HANDBOOK_REDIS_URL` names. A connection is made to look at it, and another one to tidy up.
final class ExternalRedis {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Pattern FORM = Pattern
            .compile("rediss?://([^@/\\s]*@)?(\\[[0-9a-fA-F:.]+]|[^:/@?\\s]+)(:\\d{1,5})?(/\\d*)?([?]\\S*)?");

    private final String url;
    private final RedisURI uri;
    private final String version;

    private ExternalRedis(String url, RedisURI uri) {
        this.url = url;
        this.uri = uri;
        version = withConnection(ExternalRedis::version);
    }

    /// Reaches the server.
    ///
    /// @throws Failure with the variable's name and the cause; user and password are not shown
    static ExternalRedis connect(String url) {
        try {
            return new ExternalRedis(url, parse(url));
        } catch (RedisException e) {
            throw new Failure(Redis.VARIABLE + "=" + withoutPassword(url) + " cannot be reached: " + cause(e), e);
        }
    }

    private static RedisURI parse(String url) {
        try {
            if (!FORM.matcher(url).matches()) {
                throw new IllegalArgumentException("scheme, host, port or database is missing or wrong");
            }
            var uri = RedisURI.create(url);
            uri.setTimeout(LIMIT);
            return uri;
        } catch (IllegalArgumentException e) {
            var cause = String.valueOf(e.getMessage()).replace(url, withoutPassword(url)); // java.net.URI quotes it
            throw new Failure(Redis.VARIABLE + "=" + withoutPassword(url)
                    + " is not of the form redis://[[user]:password@]host[:port][/database], or rediss:// for TLS: "
                    + cause, e);
        }
    }

    private static String version(StatefulRedisConnection<String, String> connection) {
        return connection.sync().info("server").lines().filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.substring("redis_version:".length())).findFirst().orElse("of unknown version");
    }

    String url() {
        return url;
    }

    /// Removes all keys with this prefix. `SCAN` may miss none that was there all the time, so one pass is enough.
    void removeKeys(String prefix) {
        withConnection(connection -> {
            var commands = connection.sync();
            var batch = ScanArgs.Builder.matches(prefix + "*").limit(1_000);
            ScanCursor at = ScanCursor.INITIAL;
            while (!at.isFinished()) {
                KeyScanCursor<String> found = commands.scan(at, batch);
                if (!found.getKeys().isEmpty()) {
                    commands.unlink(found.getKeys().toArray(String[]::new));
                }
                at = found;
            }
            return "";
        });
    }

    private interface Work {
        String on(StatefulRedisConnection<String, String> connection);
    }

    private String withConnection(Work work) {
        var client = RedisClient.create(uri);
        try (var connection = client.connect()) {
            return work.on(connection);
        } finally {
            client.shutdown(Duration.ZERO, LIMIT);
        }
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("^(\\w+://)?.*@", "$1***@");
    }

    private static String cause(RedisException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
    }

    @Override
    public String toString() {
        return "Redis " + version + " (external)";
    }
}
