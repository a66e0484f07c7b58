package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;

import handbook.support.sql.Sql;

/// Two accounts that are paid into: one by whoever asks, one by whoever brings a key that was not there before.
final class Payments {
    static final int AMOUNT = 10;

    private Payments() {}

    static void createTables(Connection connection) throws SQLException {
        Sql.update(connection, "DROP TABLE IF EXISTS balance, payment");
        Sql.update(connection, "CREATE TABLE balance (account text PRIMARY KEY, value bigint NOT NULL)");
        Sql.update(connection, "CREATE TABLE payment (key text PRIMARY KEY, amount bigint NOT NULL)");
        Sql.update(connection, "INSERT INTO balance VALUES ('blind', 0), ('keyed', 0)");
    }

    // @start region=payments
    /// Pays, each time it is called.
    static void payBlindly(Connection connection) throws SQLException {
        Sql.update(connection, "UPDATE balance SET value = value + ? WHERE account = 'blind'", AMOUNT);
    }

    /// Pays once for each key, however often it is called: key and payment are committed together, or neither is.
    static void payOnce(Connection connection, String key) throws SQLException {
        int isNew = Sql.update(connection, "INSERT INTO payment VALUES (?, ?) ON CONFLICT DO NOTHING", key, AMOUNT);
        if (isNew == 1) {
            Sql.update(connection, "UPDATE balance SET value = value + ? WHERE account = 'keyed'", AMOUNT);
        }
    }
    // @end

    static long balance(Connection connection, String account) throws SQLException {
        return Sql.number(connection, "SELECT value FROM balance WHERE account = ?", account);
    }
}
