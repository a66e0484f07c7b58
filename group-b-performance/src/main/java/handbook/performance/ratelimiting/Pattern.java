package handbook.performance.ratelimiting;

import java.util.Locale;
import java.util.stream.LongStream;

/// When requests arrive, over three windows.
enum Pattern {
    /// A burst just before the second window begins, and then as many as one can send.
    EDGE {
        @Override
        long[] arrivals(Quota quota) {
            long burst = quota.windowNanos() - 1;
            return LongStream.concat(at(burst, quota.limit()), evenly(burst + step(quota, 10), step(quota, 10),
                    WINDOWS * quota.windowNanos())).toArray();
        }
    },
    /// Half more than the limit, evenly.
    STEADY {
        @Override
        long[] arrivals(Quota quota) {
            return evenly(0, step(quota, 1.5), WINDOWS * quota.windowNanos()).toArray();
        }
    },
    /// Three times the limit at once, in the middle of each window.
    BURST {
        @Override
        long[] arrivals(Quota quota) {
            return LongStream.range(0, WINDOWS)
                    .flatMap(i -> at(quota.windowNanos() * (2 * i + 1) / 2, 3 * quota.limit())).toArray();
        }
    };

    static final int WINDOWS = 3;

    /// The name as it is given on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// When the requests of this pattern arrive.
    ///
    /// @return nanoseconds, ascending
    abstract long[] arrivals(Quota quota);

    private static LongStream at(long time, int requests) {
        return LongStream.generate(() -> time).limit(requests);
    }

    private static LongStream evenly(long from, long step, long until) {
        return LongStream.iterate(from, time -> time < until, time -> time + step);
    }

    private static long step(Quota quota, double timesTheLimit) {
        return (long) Math.max(1, quota.windowNanos() / (quota.limit() * timesTheLimit));
    }
}
