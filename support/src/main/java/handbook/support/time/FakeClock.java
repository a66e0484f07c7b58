package handbook.support.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until somebody moves it. It has the two times that a JVM has: the elapsed one of
/// `System.nanoTime`, which never goes back, and the wall clock's, which may be set.
///
/// A topic takes the kind of time that it needs through its constructor, a `LongSupplier` for nanoseconds or an
/// [InstantSource] for instants; in production these are `System::nanoTime` and `InstantSource.system()`, in a test
/// `clock::nanoTime` and `clock`. All threads see a move at once.
///
/// ```java
/// var clock = new FakeClock();
/// var limiter = new TokenBucket(100, Duration.ofSeconds(1), clock::nanoTime);
/// clock.advance(Duration.ofMillis(10));
/// ```
public final class FakeClock implements InstantSource {
    private final AtomicLong elapsed = new AtomicLong();
    private final AtomicLong wall = new AtomicLong(
            TimeUnit.SECONDS.toNanos(Instant.parse("2026-01-01T00:00:00Z").getEpochSecond()));

    /// The elapsed time.
    ///
    /// @return nanoseconds since this clock was made, like `System.nanoTime` good for differences only
    public long nanoTime() {
        return elapsed.get();
    }

    /// The wall clock's time: the first instant of 2026 in UTC when this clock was made.
    ///
    /// @return the instant
    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(wall.get());
    }

    /// Lets time pass on both clocks.
    ///
    /// @param duration 0 or more
    public void advance(Duration duration) {
        advanceNanos(duration.toNanos());
    }

    /// Lets time pass on both clocks.
    ///
    /// @param nanos nanoseconds, 0 or more
    public void advanceNanos(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException(
                    "time does not go back by " + -nanos + " ns; set the wall clock instead");
        }
        elapsed.addAndGet(nanos);
        wall.addAndGet(nanos);
    }

    /// Sets the wall clock, forwards or backwards, as an administrator or NTP does. The elapsed time stays.
    ///
    /// @param instant what it shows from now on, between the years 1678 and 2262
    public void setWall(Instant instant) {
        wall.set(Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano()));
    }

    @Override
    public String toString() {
        return instant() + ", " + nanoTime() + " ns after its start";
    }
}
