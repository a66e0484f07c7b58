package handbook.core.transactions;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Repeats a whole transaction, its reads included, when the database says that another try may go well.
///
/// @param states SQL states that are worth another try
/// @param attempts how often it is tried at most, 1 or more
/// @param base the longest pause before the second try; doubled for each one after it, up to 1,024 times the first
/// @param sleeper how to wait
/// @param random where between nothing and the longest pause, so that those who collided do not meet again
record Retry(Set<String> states, int attempts, Duration base, Sleeper sleeper, RandomGenerator random) {
    /// Serialization failure and deadlock: the transaction has left nothing behind.
    static final Set<String> CONFLICTS = Set.of("40001", "40P01");
    /// Conflicts, and the end of the connection or the server: whether the transaction was committed is not known, so
    /// this is for work that may be done twice.
    static final Set<String> CONFLICTS_AND_LOST_CONNECTIONS = Set.of("40001", "40P01", "08001", "08003", "08006",
            "57P01", "57P02", "57P03");

    private static final int MOST_DOUBLINGS = 10;

    Retry {
        if (attempts < 1 || base.isNegative()) {
            throw new IllegalArgumentException(attempts + " attempts with pauses from " + base
                    + ": at least one attempt and no negative pause are wanted");
        }
    }

    /// A transaction, from its first statement to its commit.
    @FunctionalInterface
    interface Work<T> {
        T attempt() throws SQLException, InterruptedException;
    }

    /// How to wait: `Thread::sleep`, or a fake clock.
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    // @start region=retry
    /// @throws SQLException the last attempt's, or the first one that is not worth another try
    <T> T call(Work<T> work) throws SQLException, InterruptedException {
        for (int attempt = 1;; attempt++) {
            try {
                return work.attempt();
            } catch (SQLException e) {
                if (attempt == attempts || !states.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
                long longest = base.toNanos() << Math.min(attempt - 1, MOST_DOUBLINGS);
                sleeper.sleep(Duration.ofNanos(random.nextLong(longest + 1)));
            }
        }
    }
    // @end
}
