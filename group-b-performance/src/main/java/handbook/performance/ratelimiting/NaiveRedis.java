package handbook.performance.ratelimiting;

import io.lettuce.core.api.sync.RedisCommands;

/// Three limiters on Redis that are often written, each wrong between two commands.
final class NaiveRedis {
    private NaiveRedis() {}

    // @start region=naive-redis
    /// Loses increments: racers that read the same number write the same number.
    ///
    /// @param between runs between the commands, where a race would be lost by chance
    static boolean getThenSet(RedisCommands<String, String> redis, String key, int limit, Runnable between) {
        int count = count(redis, key);
        between.run();
        if (count >= limit) {
            return false;
        }
        redis.set(key, Integer.toString(count + 1));
        return true;
    }

    /// Counts right, but decides on a number that is old by then.
    ///
    /// @param between runs between the commands, where a race would be lost by chance
    static boolean getThenIncr(RedisCommands<String, String> redis, String key, int limit, Runnable between) {
        int count = count(redis, key);
        between.run();
        if (count >= limit) {
            return false;
        }
        redis.incr(key);
        return true;
    }

    /// Decides right, but who dies after the first INCR leaves a counter that never expires.
    static boolean incrThenExpire(RedisCommands<String, String> redis, String key, Quota quota) {
        long count = redis.incr(key);
        if (count == 1) {
            redis.pexpire(key, quota.window());
        }
        return count <= quota.limit();
    }
    // @end

    private static int count(RedisCommands<String, String> redis, String key) {
        var count = redis.get(key);
        return count == null ? 0 : Integer.parseInt(count);
    }
}
