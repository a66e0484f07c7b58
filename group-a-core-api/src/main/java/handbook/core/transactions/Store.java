package handbook.core.transactions;

import java.sql.SQLException;
import java.util.Map;

/// Rows of a key and a number, read and written in transactions: what PostgreSQL and [TinyMvcc] have in common.
interface Store {
    /// Begins a transaction. Its snapshot is taken by its first statement.
    ///
    /// @throws IllegalArgumentException when the store does not know the level
    Tx begin(Level level) throws SQLException;

    /// A transaction. A statement may end it with SQL state 40001; then only [#close] may follow.
    interface Tx extends AutoCloseable {
        /// The value of a row that is there.
        long read(String key) throws SQLException;

        /// All rows.
        Map<String, Long> readAll() throws SQLException;

        /// Makes or changes a row. Waits while the row has been written by a transaction that has not ended.
        void write(String key, long value) throws SQLException;

        void commit() throws SQLException;

        /// Rolls back what is not committed.
        @Override
        void close() throws SQLException;
    }
}
