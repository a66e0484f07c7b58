package handbook.core.pagination;

import java.sql.SQLException;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import handbook.core.pagination.Items.Item;

/// A whole list, for a file: one statement, one snapshot, in portions; and on from the last row when the connection is lost.
final class Export {
    private Export() {}

    // @start region=export
    /// @param last the last row that was taken, null to begin
    /// @param fetchSize rows that are in memory at once
    /// @throws SQLException when the connection is lost: what was taken is taken, and `last` of the next call
    static void run(DataSource dataSource, @Nullable Item last, int fetchSize, Consumer<Item> taker)
            throws SQLException {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false); // or the fetch size counts for nothing
            var behind = last == null ? null : Items.ORDER.after(last.key());
            try (var query = connection.prepareStatement("SELECT id, created, title FROM item"
                    + (behind == null ? "" : " WHERE " + behind.sql()) + " " + Items.ORDER.orderBy())) {
                query.setFetchSize(fetchSize);
                if (behind != null) {
                    Items.bind(query, behind.parameters());
                }
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        taker.accept(Items.item(row));
                    }
                }
            }
        }
    }
    // @end
}
