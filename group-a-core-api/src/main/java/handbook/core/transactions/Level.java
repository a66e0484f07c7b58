package handbook.core.transactions;

import java.sql.Connection;
import java.util.Locale;

/// The four isolation levels of the SQL standard.
enum Level {
    READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED), //
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED), //
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ), //
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int jdbc;

    Level(int jdbc) {
        this.jdbc = jdbc;
    }

    /// The level for [Connection#setTransactionIsolation].
    int jdbc() {
        return jdbc;
    }

    /// As SQL has it, for example `REPEATABLE READ`.
    String sql() {
        return name().replace('_', ' ');
    }

    /// As an example's argument has it, for example `repeatable-read`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
