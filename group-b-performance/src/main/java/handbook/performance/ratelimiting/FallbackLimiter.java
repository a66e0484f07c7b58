package handbook.performance.ratelimiting;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.lettuce.core.RedisException;

/// Decides by a shared limiter, and by another one while the shared one's Redis is gone. Both changes are logged once.
public final class FallbackLimiter implements KeyedLimiter {
    /// Fails open: while Redis is gone everybody passes, with nothing left to spend in advance.
    public static final KeyedLimiter OPEN = key -> new Decision(0, 0);

    private static final Logger LOG = LoggerFactory.getLogger(FallbackLimiter.class);

    private final String route;
    private final KeyedLimiter shared;
    private final KeyedLimiter meanwhile;
    private final AtomicBoolean down = new AtomicBoolean();

    /// @param route what is limited, for the log
    /// @param shared the limiter on Redis
    /// @param meanwhile [#OPEN] where an answer matters more, a local limiter where the limit does
    public FallbackLimiter(String route, KeyedLimiter shared, KeyedLimiter meanwhile) {
        this.route = route;
        this.shared = shared;
        this.meanwhile = meanwhile;
    }

    // @start region=fallback
    @Override
    public Decision tryAcquire(String key) {
        try {
            var decision = shared.tryAcquire(key);
            if (down.compareAndSet(true, false)) {
                LOG.info("{}: the shared limiter is back", route);
            }
            return decision;
        } catch (RedisException e) {
            if (down.compareAndSet(false, true)) {
                LOG.warn("{}: the shared limiter is gone ({})", route, e.getMessage());
            }
            return meanwhile.tryAcquire(key);
        }
    }
    // @end
}
