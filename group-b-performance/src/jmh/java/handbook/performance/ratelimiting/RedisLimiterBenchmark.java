package handbook.performance.ratelimiting;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import handbook.support.server.Redis;
import io.github.bucket4j.Bucket;

/// One decision on a Redis on the loopback address. The limit is one GET on the same connection: one round trip.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class RedisLimiterBenchmark {
    private static final Quota MANY = Quota.perSecond(1_000_000);

    private Redis server;
    private Fleet fleet;
    private RedisGcra script;
    private Bucket bucket4j;
    private String key;

    @Setup
    public void setUp() {
        server = Redis.open();
        fleet = new Fleet(server.uri(), 1);
        script = new RedisGcra(fleet.first(), server.key("script:"), MANY.limit(), MANY);
        bucket4j = DistributedExample.bucket4j(server, fleet, MANY);
        key = server.key("get");
        fleet.first().set(key, "1764041144000000");
    }

    @TearDown
    public void tearDown() {
        fleet.close();
        server.close();
    }

    @Benchmark
    public String limit() {
        return fleet.first().get(key);
    }

    @Benchmark
    public Decision gcraInAScript() {
        return script.tryAcquire("client");
    }

    @Benchmark
    public boolean bucket4jOnLettuce() {
        return bucket4j.tryConsume(1);
    }
}
