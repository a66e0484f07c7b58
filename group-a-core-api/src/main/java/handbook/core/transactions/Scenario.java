package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

import handbook.support.sql.Interleaving.Step;
import handbook.support.sql.Sql;

/// What two sessions do, three steps each, with the accounts `a` and `b`: the naive way, and its fixes.
enum Scenario {
    READ_COMPUTE_WRITE, ATOMIC_UPDATE, FOR_UPDATE, VERSION_COLUMN, //
    WITHDRAWAL, WITHDRAWAL_WITH_CHECK, WRITE_SKEW, WRITE_SKEW_WITH_LOCK, //
    TRANSFER, ORDERED_TRANSFER;

    private static final int AMOUNT = 80;

    static void createTables(Connection connection) throws SQLException {
        Sql.update(connection, "CREATE TABLE account (id text PRIMARY KEY, value bigint, version int DEFAULT 0)");
        Sql.update(connection, "CREATE TABLE checked_account (LIKE account INCLUDING ALL, CHECK (value >= 0))");
        Sql.update(connection, "CREATE TABLE shift (id int PRIMARY KEY)");
        Sql.update(connection, "INSERT INTO shift VALUES (1)");
        for (var table : List.of("account", "checked_account")) {
            Sql.update(connection, "INSERT INTO " + table + " VALUES ('a'), ('b')");
        }
    }

    /// Gives the accounts the values from which this scenario starts.
    void reset(Connection connection) throws SQLException {
        int start = switch (this) {
            case READ_COMPUTE_WRITE, ATOMIC_UPDATE, FOR_UPDATE, VERSION_COLUMN -> 0;
            case WRITE_SKEW, WRITE_SKEW_WITH_LOCK -> 1;
            case WITHDRAWAL, WITHDRAWAL_WITH_CHECK, TRANSFER, ORDERED_TRANSFER -> 100;
        };
        Sql.update(connection, "UPDATE " + table() + " SET value = ?, version = 0", start);
    }

    /// A session's steps, for one run.
    ///
    /// @param session 0 or 1
    List<Step> steps(int session) {
        return switch (this) {
            case READ_COMPUTE_WRITE -> readComputeWrite();
            case ATOMIC_UPDATE -> atomicUpdate();
            case FOR_UPDATE -> forUpdate();
            case VERSION_COLUMN -> versionColumn();
            case WITHDRAWAL, WITHDRAWAL_WITH_CHECK -> withdrawal(table());
            case WRITE_SKEW -> goOffCall(session);
            case WRITE_SKEW_WITH_LOCK -> goOffCallWithLock(session);
            case TRANSFER -> transfer(session);
            case ORDERED_TRANSFER -> orderedTransfer(session);
        };
    }

    /// Whether the accounts are as they would be had the sessions run one after the other.
    ///
    /// @param committed how many of the two sessions committed
    boolean isRight(Connection connection, int committed) throws SQLException {
        long a = value(connection, "a");
        long b = value(connection, "b");
        return switch (this) {
            case READ_COMPUTE_WRITE, ATOMIC_UPDATE, FOR_UPDATE, VERSION_COLUMN -> a == committed;
            case WITHDRAWAL, WITHDRAWAL_WITH_CHECK -> a == (committed == 0 ? 100 : 100 - AMOUNT);
            case WRITE_SKEW, WRITE_SKEW_WITH_LOCK -> a + b == (committed == 0 ? 2 : 1);
            case TRANSFER, ORDERED_TRANSFER -> a + b == 200 && Math.abs(a - b) == (committed == 1 ? 2 * AMOUNT : 0);
        };
    }

    private String table() {
        return this == WITHDRAWAL_WITH_CHECK ? "checked_account" : "account";
    }

    private long value(Connection connection, String id) throws SQLException {
        return Sql.number(connection, "SELECT value FROM " + table() + " WHERE id = ?", id);
    }

    // @start region=counter
    private static List<Step> readComputeWrite() {
        var seen = new AtomicLong();
        return List.of(
                connection -> seen.set(Sql.number(connection, "SELECT value FROM account WHERE id = 'a'")),
                connection -> Sql.update(connection, "UPDATE account SET value = ? WHERE id = 'a'", seen.get() + 1),
                Connection::commit);
    }

    private static List<Step> atomicUpdate() {
        return List.of(
                connection -> Sql.number(connection, "SELECT value FROM account WHERE id = 'a'"), // only to show it
                connection -> Sql.update(connection, "UPDATE account SET value = value + 1 WHERE id = 'a'"),
                Connection::commit);
    }

    private static List<Step> forUpdate() {
        var seen = new AtomicLong();
        return List.of(
                connection -> seen.set(Sql.number(connection, "SELECT value FROM account WHERE id = 'a' FOR UPDATE")),
                connection -> Sql.update(connection, "UPDATE account SET value = ? WHERE id = 'a'", seen.get() + 1),
                Connection::commit);
    }

    private static List<Step> versionColumn() {
        var seen = new AtomicLong();
        var version = new AtomicLong();
        return List.of(connection -> {
            var row = Sql.row(connection, "SELECT value, version FROM account WHERE id = 'a'");
            seen.set(row.get(0));
            version.set(row.get(1));
        }, connection -> {
            int changed = Sql.update(connection, "UPDATE account SET value = ?, version = version + 1"
                    + " WHERE id = 'a' AND version = ?", seen.get() + 1, version.get());
            if (changed == 0) {
                throw new SQLException("somebody saved this row first", "stale");
            }
        }, Connection::commit);
    }
    // @end

    // @start region=rules
    private static List<Step> withdrawal(String table) {
        var seen = new AtomicLong();
        return List.of(
                connection -> seen.set(Sql.number(connection, "SELECT value FROM " + table + " WHERE id = 'a'")),
                connection -> {
                    if (seen.get() >= AMOUNT) { // enough, a moment ago
                        Sql.update(connection, "UPDATE " + table + " SET value = value - ? WHERE id = 'a'", AMOUNT);
                    }
                }, Connection::commit);
    }

    private static List<Step> goOffCall(int session) {
        var onCall = new AtomicLong();
        return List.of(connection -> onCall.set(Sql.number(connection, "SELECT sum(value) FROM account")),
                connection -> goUnlessAlone(connection, session, onCall.get()), Connection::commit);
    }

    private static List<Step> goOffCallWithLock(int session) {
        var onCall = new AtomicLong();
        return List.of(connection -> {
            Sql.number(connection, "SELECT id FROM shift WHERE id = 1 FOR UPDATE"); // stands for the rule
            onCall.set(Sql.number(connection, "SELECT sum(value) FROM account"));
        }, connection -> goUnlessAlone(connection, session, onCall.get()), Connection::commit);
    }

    private static void goUnlessAlone(Connection connection, int session, long onCall) throws SQLException {
        if (onCall > 1) { // somebody stays, a moment ago
            Sql.update(connection, "UPDATE account SET value = 0 WHERE id = ?", session == 0 ? "a" : "b");
        }
    }
    // @end

    // @start region=locks
    private static List<Step> transfer(int session) {
        var from = session == 0 ? "a" : "b";
        var to = session == 0 ? "b" : "a";
        return List.of(add(from, -AMOUNT), add(to, AMOUNT), Connection::commit);
    }

    private static List<Step> orderedTransfer(int session) {
        int amount = session == 0 ? AMOUNT : -AMOUNT;
        return List.of(add("a", -amount), add("b", amount), Connection::commit);
    }

    private static Step add(String id, int amount) {
        return connection -> Sql.update(connection, "UPDATE account SET value = value + ? WHERE id = ?", amount, id);
    }
    // @end

    /// As an example's argument has it, for example `write-skew`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
