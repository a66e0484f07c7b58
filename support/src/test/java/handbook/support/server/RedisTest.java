package handbook.support.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.support.example.Failure;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

class RedisTest {
    private static final @Nullable String EMBEDDED = null;

    private static <T> T on(String uri, Function<RedisCommands<String, String>, T> work) {
        try (var client = RedisClient.create(uri); var connection = client.connect()) {
            return work.apply(connection.sync());
        }
    }

    static List<String> keys(String uri) {
        return on(uri, redis -> redis.keys("*"));
    }

    @Test
    void embeddedOneAnswersAndNamesItself() {
        try (var redis = Redis.at(EMBEDDED)) {
            assertThat(redis).hasToString("Redis 7.0.15 (embedded)");
            var info = on(redis.uri(), r -> r.info("server"));
            assertThat(info).contains("redis_version:7.0.15");
            assertThat(redis.key("a")).isEqualTo(redis.prefix() + "a");
        }
    }

    @Test
    void embeddedOneListensOnTheLoopbackAddressOnly() throws IOException {
        try (var redis = Redis.at(EMBEDDED)) {
            var bind = on(redis.uri(), r -> r.configGet("bind"));
            assertThat(bind).containsEntry("bind", "127.0.0.1");
            var port = URI.create(redis.uri()).getPort();
            for (var other : NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()).toList()) {
                assertThatThrownBy(() -> new Socket(other, port).close()).isInstanceOf(IOException.class);
            }
            new Socket(InetAddress.getByName("127.0.0.1"), port).close();
        }
    }

    @Test
    void twoRunsHaveDifferentServersAndPrefixes() {
        try (var one = Redis.at(EMBEDDED); var two = Redis.at(EMBEDDED)) {
            assertThat(one.uri()).isNotEqualTo(two.uri());
            assertThat(one.prefix()).isNotEqualTo(two.prefix());
        }
    }

    @Test
    void restartForgetsScriptsAndKeysOnTheSamePort() {
        try (var redis = Redis.at(EMBEDDED)) {
            var uri = redis.uri();
            var sha = on(uri, r -> {
                r.set("a", "1");
                return r.scriptLoad("return 1");
            });
            redis.restart();
            assertThat(redis.uri()).isEqualTo(uri);
            assertThat(keys(uri)).isEmpty();
            assertThatThrownBy(() -> on(uri, r -> r.evalsha(sha, ScriptOutputType.INTEGER)))
                    .isInstanceOf(RedisNoScriptException.class);
        }
    }

    @Test
    void settingsReachTheServerAndAppendOnlyOutlivesAKill() {
        try (var redis = Redis.at(EMBEDDED, "appendonly yes", "appendfsync always")) {
            on(redis.uri(), r -> r.set("a", "1"));
            redis.kill();
            redis.start();
            var kept = on(redis.uri(), r -> r.get("a"));
            assertThat(kept).isEqualTo("1");
        }
    }

    @Test
    void closedTwiceIsClosedOnceAndStartIsRefused() {
        var redis = Redis.at(EMBEDDED);
        redis.close();
        redis.close();
        assertThatThrownBy(redis::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Socket("127.0.0.1", URI.create(redis.uri()).getPort()).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void onAnExternalServerOnlyTheKeysOfTheRunAreRemoved() {
        try (var server = Redis.at(EMBEDDED)) {
            on(server.uri(), r -> r.set("theirs", "1"));
            var redis = Redis.at(server.uri());
            assertThat(redis).hasToString("Redis 7.0.15 (external)");
            on(redis.uri(), r -> {
                for (var i = 0; i < 2_500; i++) {
                    r.set(redis.key("k" + i), "1");
                }
                return r.dbsize();
            });
            redis.close();
            redis.close();
            assertThat(keys(server.uri())).containsExactly("theirs");
        }
    }

    @Test
    void anExternalServerWithPasswordAndDatabaseIsUsedAndItsPasswordNotShown() {
        try (var server = Redis.at(EMBEDDED, "requirepass secret")) {
            var address = server.uri().substring("redis://".length());
            try (var redis = Redis.at("redis://:secret@" + address + "/3")) {
                on(redis.uri(), r -> r.set(redis.key("a"), "1"));
            }
            assertThat(keys("redis://:secret@" + address + "/3")).isEmpty();
            assertThatThrownBy(() -> Redis.at("redis://:wrong@" + address)).isInstanceOf(Failure.class)
                    .hasMessageStartingWith("HANDBOOK_REDIS_URL=redis://***@").hasMessageContaining("WRONGPASS")
                    .hasMessageNotContaining(":wrong");
        }
    }

    @Test
    void whatNeedsItsOwnServerIsRefusedOnAnExternalOne() {
        try (var server = Redis.at(EMBEDDED)) {
            assertThatThrownBy(() -> Redis.at(server.uri(), "maxmemory 4mb")).isInstanceOf(Failure.class).hasMessage(
                    "a Redis with 'maxmemory 4mb' needs a server of its own: unset HANDBOOK_REDIS_URL for this run");
            try (var redis = Redis.at(server.uri())) {
                assertThat(redis.isEmbedded()).isFalse();
                assertThatThrownBy(redis::restart).isInstanceOf(Failure.class).hasMessageContaining("stopping Redis");
                assertThatThrownBy(redis::kill).isInstanceOf(Failure.class).hasMessageContaining("killing Redis");
                assertThatThrownBy(redis::start).isInstanceOf(Failure.class).hasMessageContaining("starting Redis");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6379", "http://localhost:6379", "redis-socket:///tmp/redis.sock", "redis://",
            "redis://local host:6379", "redis://localhost:x", "redis://localhost:99999", "redis://localhost:6379/x"})
    void aMalformedUrlIsOneLineThatNamesTheVariableAndTheCause(String url) {
        assertThatThrownBy(() -> Redis.at(url)).isInstanceOf(Failure.class)
                .hasMessageMatching("HANDBOOK_REDIS_URL=\\Q" + url + "\\E is not of the form redis://.+: .+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://:se^cret@host", "redis://:se/cret@host", "redis://:s@ecret@host:x",
            "user:secret@host"})
    void theSecretOfAMalformedUrlIsNotShown(String url) {
        assertThatThrownBy(() -> Redis.at(url)).isInstanceOf(Failure.class)
                .hasMessageMatching("HANDBOOK_REDIS_URL=(redis://)?\\*\\*\\*@host.* is not of the form redis://.+: .+")
                .hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @CsvSource({"redis://127.0.0.1:1, Connection refused", "redis://no-such-host.invalid, no-such-host.invalid"})
    void anUnreachableServerIsOneLineThatNamesTheVariableAndTheCause(String url, String cause) {
        assertThatThrownBy(() -> Redis.at(url)).isInstanceOf(Failure.class)
                .hasMessageMatching("HANDBOOK_REDIS_URL=\\Q" + url + "\\E cannot be reached: .*\\Q" + cause + "\\E.*");
    }

    @Test
    void withoutAProgramForTheSystemItSaysWhatToSet() {
        assertThatThrownBy(() -> RedisProcess.program("Windows 11", "amd64", Path.of("unused")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no embedded Redis for Windows 11 on amd64")
                .hasMessageContaining("HANDBOOK_REDIS_URL");
    }
}
