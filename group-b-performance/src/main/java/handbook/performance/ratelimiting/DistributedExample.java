package handbook.performance.ratelimiting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.net.TcpProxy;
import handbook.support.server.Redis;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The counter lives in Redis and four instances share it. Does the limit hold?
///
/// *Predict*: the limit is 9, and each of 4 instances asks 9 times. How many pass with GET and SET, with GET and INCR, with
/// one script? And what becomes of a client whose counter was made by an instance that died before its EXPIRE?
///
/// *Run*: `mvn -q compile exec:exec@rate-limit-distributed -pl group-b-performance -am [-Dargs="--instances 4"]`
///
/// *Why*: between reading and writing, others read the same number. A barrier between the two commands makes all instances
/// lose that race each time. INCR decides in Redis, and so counts right, but its EXPIRE is a second command that may never
/// come. A script is one command: it decides, writes and sets the expiry alone.
///
/// The captured output lies in `docs/output/rate-limit-distributed.txt`.
@Command(name = "rate-limit-distributed", description = "one limit for several instances, on Redis")
public final class DistributedExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(DistributedExample.class);

    @Size(usual = 4, quick = 4, min = 2, max = 16)
    @Option(names = "--instances", paramLabel = "INSTANCES", description = "instances that share the limit")
    int instances;

    /// How many requests a limiter admitted.
    ///
    /// @param limiter its name
    /// @param admitted of as many as instances times limit
    record Admitted(String limiter, int admitted) {}

    /// What became of a client whose first instance died.
    ///
    /// @param admitted how many of its further requests passed
    /// @param millisToLive the counter's PTTL: -1 when it never expires
    record Orphan(int admitted, long millisToLive) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new DistributedExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var server = Redis.open(); var fleet = new Fleet(server.uri(), instances)) {
            var quota = quota(instances);
            printOrigin(server, "limit=" + quota.limit());
            LOG.info("Each instance asks {} times, no token comes back meanwhile:", quota.limit());
            var table = new Table("limiter", "asked", "admitted", "over the limit");
            for (var result : race(server, fleet, instances)) {
                table.row(result.limiter(), instances * quota.limit(), result.admitted(),
                        Math.max(0, result.admitted() - quota.limit()));
            }
            table.print(LOG::info);
            LOG.info("");
            var orphan = orphan(server, fleet, quota, quota.limit() * 2);
            LOG.info("INCR, and the instance dies before EXPIRE: the counter's PTTL is {} ms{}.", orphan.millisToLive(),
                    orphan.millisToLive() == -1 ? ", it never expires" : "");
            LOG.info("{} of the client's next {} requests pass, then it is locked out {}.", orphan.admitted(),
                    2 * quota.limit(), orphan.millisToLive() == -1 ? "for good" : "until the window ends");
            LOG.info("The script's key has an expiry: {}.",
                    fleet.first().pttl(server.key("script:c")) > 0 ? "yes" : "no");
        }
    }

    /// A limit for which racers in step overshoot most, in a window that outlives the run.
    static Quota quota(int instances) {
        int limit = 2 * instances + 1;
        return new Quota(limit, Duration.ofHours(limit));
    }

    static List<Admitted> race(Redis server, Fleet fleet, int instances)
            throws InterruptedException, ExecutionException {
        var quota = quota(instances);
        int limit = quota.limit();
        var barrier = new CyclicBarrier(instances);
        return List.of(
                new Admitted("GET, then SET", fleet.ask(limit,
                        redis -> () -> NaiveRedis.getThenSet(redis, server.key("set"), limit, () -> await(barrier)))),
                new Admitted("GET, then INCR", fleet.ask(limit,
                        redis -> () -> NaiveRedis.getThenIncr(redis, server.key("incr"), limit, () -> await(barrier)))),
                new Admitted("GCRA in a script", fleet.ask(limit, redis -> {
                    var gcra = new RedisGcra(redis, server.key("script:"), limit, quota);
                    return () -> {
                        await(barrier);
                        return gcra.tryAcquire("c").admitted();
                    };
                })), new Admitted("Bucket4j on Lettuce", fleet.ask(limit, redis -> {
                    var bucket = bucket4j(server, fleet, quota);
                    return () -> {
                        await(barrier);
                        return bucket.tryConsume(1);
                    };
                })));
    }

    /// Reads the state, decides here, and writes it by compare-and-set, again if somebody was quicker. Each has a
    /// connection of its own.
    static Bucket bucket4j(Redis server, Fleet fleet, Quota quota) {
        var manager = Bucket4jLettuce.casBasedBuilder(fleet.client()).build();
        var configuration = BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(quota.limit()).refillGreedy(quota.limit(), quota.window())).build();
        return manager.builder().build(server.key("bucket4j").getBytes(StandardCharsets.UTF_8), () -> configuration);
    }

    // @start region=orphan
    /// The proxy resets the connection when it sees EXPIRE: to Redis, the instance died there.
    static Orphan orphan(Redis server, Fleet living, Quota quota, int requests) throws IOException {
        var key = server.key("orphan");
        var address = RedisURI.create(server.uri());
        try (var proxy = new TcpProxy(address.getHost(), address.getPort());
                var dying = Fleet.through(proxy, server.uri(), false)) {
            proxy.resetBefore("EXPIRE");
            try {
                NaiveRedis.incrThenExpire(dying.first(), key, quota);
            } catch (RedisException e) {
                LOG.debug("the death that was ordered", e);
            }
            int admitted = 0;
            for (int i = 0; i < requests; i++) {
                admitted += NaiveRedis.incrThenExpire(living.first(), key, quota) ? 1 : 0;
            }
            return new Orphan(admitted, living.first().pttl(key));
        }
    }
    // @end

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("an instance did not come to the race", e);
        }
    }
}
