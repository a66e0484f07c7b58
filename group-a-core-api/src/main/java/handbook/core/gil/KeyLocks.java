package handbook.core.gil;

import java.util.stream.Stream;

/// Two ways to let one thread at a time work on a key: one lock for all keys, which is a GIL by hand, and stripes.
public final class KeyLocks {
    private static final int STRIPES = 64;

    private final Object[] stripes = Stream.generate(Object::new).limit(STRIPES).toArray();

    // @start region=locks
    /// Runs work for a key while nobody works for any key.
    public static synchronized void underOneLock(Object key, Runnable work) {
        work.run();
    }

    /// Runs work for a key while nobody works for the same key, or for one of the few that share its stripe.
    public void underStripe(Object key, Runnable work) {
        synchronized (stripes[Math.floorMod(key.hashCode(), STRIPES)]) {
            work.run();
        }
    }
    // @end
}
