package handbook.support.server;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import handbook.support.example.Failure;
import handbook.support.process.AtExit;

/// A Redis for one run of an example or a test: an embedded one, or the external one that `HANDBOOK_REDIS_URL` names
/// (`redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS).
///
/// Use only keys that [#key] made: on an external server they are all that [#close] removes. Reading and deleting by
/// `KEYS *`, `FLUSHALL` or `CONFIG SET` would touch what is not ours. What needs a server of its own ([#open] with
/// settings, [#stop], [#kill], [#start], [#restart]) is refused on an external one; [#own] starts an embedded one in any
/// case.
public final class Redis implements AutoCloseable {
    static final String VARIABLE = "HANDBOOK_REDIS_URL";

    private final String prefix = "handbook:" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ":";
    private final @Nullable RedisProcess embedded;
    private final @Nullable ExternalRedis external;
    private boolean closed;

    private Redis(@Nullable RedisProcess embedded, @Nullable ExternalRedis external) {
        this.embedded = embedded;
        this.external = external;
    }

    /// Starts an embedded Redis, without persistence, or reaches the external one.
    ///
    /// @param settings lines of a `redis.conf` for the embedded one, for example `maxmemory 4mb` or `appendonly yes`
    /// @return the server, ready
    /// @throws Failure when it cannot be started or reached, or when there are settings and the server is an external one
    public static Redis open(String... settings) {
        return at(System.getenv(VARIABLE), settings);
    }

    /// Starts an embedded Redis whatever the variable says, for what no shared server would bear: [#kill], [#restart],
    /// settings. The example's first line says that it is an embedded one.
    ///
    /// @param settings lines of a `redis.conf`, for example `maxmemory 4mb` or `appendonly yes`
    /// @return the server, ready
    /// @throws Failure when it cannot be started
    public static Redis own(String... settings) {
        return at(null, settings);
    }

    static Redis at(@Nullable String url, String... settings) {
        if (url != null && !url.isBlank()) {
            var redis = new Redis(null, ExternalRedis.connect(url.strip()));
            if (settings.length > 0) {
                redis.close();
                throw needsItsOwn("a Redis with '" + String.join("', '", settings) + "'");
            }
            AtExit.close(redis);
            return redis;
        }
        var redis = new Redis(new RedisProcess(List.of(settings)), null);
        AtExit.close(redis);
        try {
            redis.start();
        } catch (Failure e) {
            redis.close();
            throw e;
        }
        return redis;
    }

    /// Where clients connect, with user and password where there are some.
    ///
    /// @return a URI that `RedisClient.create` takes
    public String uri() {
        return external != null ? external.url() : "redis://127.0.0.1:" + own("its port").port();
    }

    /// What the keys of this run begin with.
    ///
    /// @return for example `handbook:5f3a09:`
    public String prefix() {
        return prefix;
    }

    /// A key of this run.
    ///
    /// @param name the key's name in the example, for example `stock:7`
    /// @return prefix and name
    public String key(String name) {
        return prefix + name;
    }

    /// Whether the server is this run's own, so that it can be stopped and set.
    ///
    /// @return false for an external server
    public boolean isEmbedded() {
        return embedded != null;
    }

    /// Stops the embedded server as an operator does (SIGTERM). Without `appendonly yes` its data is gone.
    ///
    /// @throws Failure on an external server
    public synchronized void stop() {
        own("stopping Redis").stop();
    }

    /// Kills the embedded server as a crash does (SIGKILL).
    ///
    /// @throws Failure on an external server
    public synchronized void kill() {
        own("killing Redis").kill();
    }

    /// Starts the embedded server again, on the port that it had. Does nothing when it runs.
    ///
    /// @throws Failure on an external server, and when it does not start
    public synchronized void start() {
        var server = own("starting Redis");
        if (closed) {
            throw new IllegalStateException("this Redis is closed");
        }
        server.start();
    }

    /// Stops the embedded server and starts it again: it has forgotten its scripts and, without persistence, its keys.
    ///
    /// @throws Failure on an external server, and when it does not start
    public synchronized void restart() {
        stop();
        start();
    }

    private RedisProcess own(String what) {
        if (embedded == null) {
            throw needsItsOwn(what);
        }
        return embedded;
    }

    private static Failure needsItsOwn(String what) {
        return new Failure(what + " needs a server of its own: unset " + VARIABLE + " for this run");
    }

    /// Ends the embedded server and deletes its files, or removes this run's keys from the external one. Also done at the
    /// end of the JVM.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (embedded != null) {
                embedded.delete();
            }
            if (external != null) {
                external.removeKeys(prefix);
            }
        } finally {
            AtExit.forget(this); // not earlier: a JVM that ends meanwhile must wait here until all is gone
        }
    }

    /// The server for the first line that an example prints.
    ///
    /// @return for example `Redis 7.0.15 (embedded)`
    @Override
    public String toString() {
        return external != null ? external.toString() : "Redis " + RedisProcess.VERSION + " (embedded)";
    }
}
