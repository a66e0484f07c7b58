package handbook.core.transactions;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import handbook.core.transactions.Store.Tx;

/// What transactions that run side by side may see or do, and no order one after the other could. Each is one story of
/// two or three transactions, in which nobody waits.
enum Anomaly {
    DIRTY_READ("dirty read", Level.READ_UNCOMMITTED), //
    NON_REPEATABLE_READ("non-repeatable read", Level.READ_COMMITTED), //
    PHANTOM("phantom", Level.REPEATABLE_READ), //
    READ_SKEW("read skew", null), //
    LOST_UPDATE("lost update", null), //
    WRITE_SKEW("write skew", null), //
    READ_ONLY("read-only anomaly", null);

    private final String title;
    private final @Nullable Level allowed;

    Anomaly(String title, @Nullable Level allowed) {
        this.title = title;
        this.allowed = allowed;
    }

    /// What became of a story.
    ///
    /// @param happened whether the anomaly was there
    /// @param state null, or the SQL state with which the store prevented it
    record Cell(boolean happened, @Nullable String state) {
        @Override
        public String toString() {
            return happened ? "yes" : state == null ? "no" : state;
        }
    }

    /// Plays the story.
    ///
    /// @param store an empty one
    Cell play(Store store, Level level) throws SQLException {
        try (var play = new Play(store, level)) {
            return new Cell(happens(play), null);
        } catch (SQLException e) {
            if ("40001".equals(e.getSQLState())) {
                return new Cell(false, e.getSQLState());
            }
            throw e;
        }
    }

    private boolean happens(Play play) throws SQLException {
        return switch (this) {
            case DIRTY_READ -> dirtyRead(play);
            case NON_REPEATABLE_READ -> nonRepeatableRead(play);
            case PHANTOM -> phantom(play);
            case READ_SKEW -> readSkew(play);
            case LOST_UPDATE -> lostUpdate(play);
            case WRITE_SKEW -> writeSkew(play);
            case READ_ONLY -> readOnly(play);
        };
    }

    private static boolean dirtyRead(Play play) throws SQLException {
        play.put(Map.of("x", 1L));
        Tx writer = play.begin();
        Tx reader = play.begin();
        writer.write("x", 2);
        return reader.read("x") == 2; // and the writer never commits
    }

    private static boolean nonRepeatableRead(Play play) throws SQLException {
        play.put(Map.of("x", 1L));
        Tx reader = play.begin();
        long first = reader.read("x");
        play.put(Map.of("x", 2L));
        return reader.read("x") != first;
    }

    private static boolean phantom(Play play) throws SQLException {
        play.put(Map.of("x", 1L));
        Tx reader = play.begin();
        int first = reader.readAll().size();
        play.put(Map.of("y", 1L));
        return reader.readAll().size() != first;
    }

    private static boolean readSkew(Play play) throws SQLException {
        play.put(Map.of("x", 50L, "y", 50L));
        Tx reader = play.begin();
        long x = reader.read("x");
        play.put(Map.of("x", 40L, "y", 60L)); // 10 are moved
        return x + reader.read("y") != 100;
    }

    private static boolean lostUpdate(Play play) throws SQLException {
        play.put(Map.of("x", 0L));
        Tx one = play.begin();
        Tx two = play.begin();
        long seenByOne = one.read("x");
        long seenByTwo = two.read("x");
        one.write("x", seenByOne + 1);
        one.commit();
        two.write("x", seenByTwo + 1);
        two.commit();
        return play.begin().read("x") != 2;
    }

    private static boolean writeSkew(Play play) throws SQLException {
        play.put(Map.of("alice", 1L, "bob", 1L)); // both are on call, and one must be
        Tx alice = play.begin();
        Tx bob = play.begin();
        boolean aliceMayGo = onCall(alice) > 1;
        boolean bobMayGo = onCall(bob) > 1;
        if (aliceMayGo) {
            alice.write("alice", 0);
        }
        alice.commit();
        if (bobMayGo) {
            bob.write("bob", 0);
        }
        bob.commit();
        return onCall(play.begin()) == 0;
    }

    private static long onCall(Tx tx) throws SQLException {
        return tx.readAll().values().stream().mapToLong(Long::longValue).sum();
    }

    /// The withdrawal did not see the deposit, so it charges 1 for the overdraft. The statement in between saw the
    /// deposit and not the withdrawal. No order of the three explains both.
    private static boolean readOnly(Play play) throws SQLException {
        play.put(Map.of("checking", 0L, "savings", 0L));
        Tx withdrawal = play.begin();
        long total = withdrawal.read("checking") + withdrawal.read("savings");
        play.put(Map.of("savings", 20L)); // the deposit
        Tx statement = play.begin();
        boolean depositSeen = statement.read("checking") == 0 && statement.read("savings") == 20;
        statement.commit();
        withdrawal.write("checking", total < 10 ? -11 : -10);
        withdrawal.commit();
        return depositSeen && play.begin().read("checking") == -11;
    }

    /// A story's transactions. What is open at its end is rolled back.
    private static final class Play implements AutoCloseable {
        private final Store store;
        private final Level level;
        private final List<Tx> begun = new ArrayList<>();

        Play(Store store, Level level) {
            this.store = store;
            this.level = level;
        }

        Tx begin() throws SQLException {
            var tx = store.begin(level);
            begun.add(tx);
            return tx;
        }

        /// Writes rows in a transaction of its own, and commits.
        void put(Map<String, Long> rows) throws SQLException {
            var tx = begin();
            for (var row : rows.entrySet()) {
                tx.write(row.getKey(), row.getValue());
            }
            tx.commit();
        }

        @Override
        public void close() throws SQLException {
            for (var tx : begun) {
                tx.close();
            }
        }
    }

    /// Whether the SQL standard would let it happen, and the store did not.
    boolean isStricterThanStandard(Level level, Cell cell) {
        return allowed != null && level.compareTo(allowed) <= 0 && !cell.happened();
    }

    /// The highest level at which the SQL standard allows it; null where it is not one of the standard's phenomena.
    @Nullable
    Level allowed() {
        return allowed;
    }

    /// Its name.
    @Override
    public String toString() {
        return title;
    }
}
