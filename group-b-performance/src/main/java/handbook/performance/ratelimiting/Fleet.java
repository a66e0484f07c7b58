package handbook.performance.ratelimiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

import handbook.support.net.TcpProxy;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;

/// Instances of a service, each with a connection to Redis of its own.
final class Fleet implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RedisClient client;
    private final List<StatefulRedisConnection<String, String>> connections = new ArrayList<>();

    Fleet(String uri, int instances) {
        this(RedisURI.create(uri), instances, true);
    }

    /// One instance that reaches the server through a proxy.
    ///
    /// @param reconnects whether it connects again when the connection is lost
    static Fleet through(TcpProxy proxy, String uri, boolean reconnects) {
        var changed = RedisURI.create(uri);
        changed.setHost("127.0.0.1");
        changed.setPort(proxy.port());
        return new Fleet(changed, 1, reconnects);
    }

    private Fleet(RedisURI uri, int instances, boolean reconnects) {
        uri.setTimeout(TIMEOUT);
        client = RedisClient.create(uri);
        // a limiter must not wait for Redis to come back, which Lettuce does unless it is told not to
        client.setOptions(ClientOptions.builder().disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .autoReconnect(reconnects).build());
        try {
            for (int i = 0; i < instances; i++) {
                connections.add(client.connect());
            }
        } catch (RedisException e) {
            close();
            throw e;
        }
    }

    RedisClient client() {
        return client;
    }

    /// The commands of the first instance.
    RedisCommands<String, String> first() {
        return connections.getFirst().sync();
    }

    /// How long the first instance waits for an answer.
    void setTimeout(Duration timeout) {
        connections.getFirst().setTimeout(timeout);
    }

    /// All instances ask at the same time, each on a thread of its own.
    ///
    /// @param times how often each asks
    /// @param limiter makes an instance's limiter on its connection
    /// @return how many requests were admitted
    int ask(int times, Function<RedisCommands<String, String>, Limiter> limiter)
            throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counts = new ArrayList<Future<Integer>>();
            for (var connection : connections) {
                counts.add(threads.submit(() -> admitted(times, limiter.apply(connection.sync()))));
            }
            int admitted = 0;
            for (var count : counts) {
                admitted += count.get();
            }
            return admitted;
        }
    }

    private static int admitted(int times, Limiter limiter) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += limiter.tryAcquire() ? 1 : 0;
        }
        return admitted;
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
