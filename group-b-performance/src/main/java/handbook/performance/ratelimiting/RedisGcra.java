package handbook.performance.ratelimiting;

import java.util.List;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;

/// One token bucket for each client that all instances share: the rule of [GcraRule], run inside Redis, in microseconds.
///
/// A script runs alone, so nobody decides on an old state. It takes the time from Redis, as the instances' clocks differ.
/// State and expiry are written by one command, and a key lives until its bucket is full, when no state says the same.
public final class RedisGcra implements KeyedLimiter {
    // @start region=gcra-lua
    private static final String SCRIPT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local interval = tonumber(ARGV[1])
            local filling = interval * tonumber(ARGV[2])
            local stored = tonumber(redis.call('GET', KEYS[1]) or now)
            local tat = math.min(math.max(stored, now), now + filling)
            local wait = math.max(0, tat + interval - now - filling)
            if wait == 0 then
              tat = tat + interval
            end
            if wait == 0 or tat < stored then -- Redis' clock was set back: also a refusal corrects the state
              redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000))
            end
            return {wait, math.floor((now + filling - tat) / interval)}
            """;
    // @end

    private final RedisCommands<String, String> redis;
    private final String prefix;
    private final String digest;
    private final String[] arguments;

    /// @param redis a connection; threads may share it
    /// @param prefix what the keys in Redis begin with
    /// @param capacity how many of a client may pass at once
    /// @param rate how fast a client's tokens come back
    public RedisGcra(RedisCommands<String, String> redis, String prefix, int capacity, Quota rate) {
        this.redis = redis;
        this.prefix = prefix;
        digest = redis.digest(SCRIPT);
        var rule = GcraRule.of(capacity, rate);
        arguments = new String[]{Long.toString(Math.ceilDiv(rule.interval(), 1_000)), Integer.toString(capacity)};
    }

    /// Asks Redis, in one round trip.
    ///
    /// @param key who asks
    /// @return the decision
    /// @throws io.lettuce.core.RedisException when Redis does not answer
    @Override
    public Decision tryAcquire(String key) {
        List<Long> answer = run(new String[]{prefix + key});
        return new Decision(answer.get(0) * 1_000, answer.get(1).intValue());
    }

    // @start region=noscript
    private List<Long> run(String[] keys) {
        try {
            return redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments);
        } catch (RedisNoScriptException e) { // Redis was restarted, or fails over to another: it knows no script
            return redis.eval(SCRIPT, ScriptOutputType.MULTI, keys, arguments);
        }
    }
    // @end
}
