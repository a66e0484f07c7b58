package handbook.core.webframeworks;

import java.util.function.BooleanSupplier;

/// Waits for what has no event of its own, never without a limit.
final class Await {
    static final int LIMIT_MILLIS = 20_000;

    private Await() {}

    /// @throws AssertionError when it does not become true in time
    static void until(String what, BooleanSupplier condition) throws InterruptedException {
        if (!within(LIMIT_MILLIS, condition)) {
            throw new AssertionError("not within " + LIMIT_MILLIS + " ms: " + what);
        }
    }

    /// Whether it became true in time.
    static boolean within(int millis, BooleanSupplier condition) throws InterruptedException {
        for (var limit = System.nanoTime() + millis * 1_000_000L; System.nanoTime() < limit; Thread.sleep(5)) {
            if (condition.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }
}
