package handbook.core.orm;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.stream.IntStream;

import org.postgresql.PGConnection;

import handbook.support.sql.Sql;

/// Five ways to load rows, each in one transaction. Row `i` of the table holds `i`, `i` and `i / 2`.
enum BulkLoad {
    ONE_BY_ONE("one by one"), BATCH("batch of 1,000"), REWRITTEN("batch, rewritten"), ARRAYS("arrays, unnest"), COPY(
            "COPY");

    static final int BATCH_SIZE = 1_000;
    private static final String INSERT = "INSERT INTO reading VALUES (?, ?, ?)";

    private final String shown;

    BulkLoad(String shown) {
        this.shown = shown;
    }

    static void createTable(Connection connection) throws SQLException {
        Sql.execute(connection, "DROP TABLE IF EXISTS reading",
                "CREATE TABLE reading (id int PRIMARY KEY, sensor int NOT NULL, value float8 NOT NULL)");
    }

    /// What the connection's URL needs.
    String urlOption() {
        return this == REWRITTEN ? "reWriteBatchedInserts=true" : "reWriteBatchedInserts=false";
    }

    /// Loads the rows 0 to `rows` - 1 and commits.
    ///
    /// @param connection with auto-commit off, opened with [#urlOption]
    void load(Connection connection, int rows) throws SQLException {
        switch (this) {
            case ONE_BY_ONE -> oneByOne(connection, rows);
            case BATCH, REWRITTEN -> batch(connection, rows);
            case ARRAYS -> arrays(connection, rows);
            case COPY -> copy(connection, csv(rows));
        }
        connection.commit();
    }

    // @start region=ways
    private static void oneByOne(Connection connection, int rows) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < rows; i++) {
                bind(insert, i);
                insert.executeUpdate(); // a round trip each
            }
        }
    }

    private static void batch(Connection connection, int rows) throws SQLException {
        try (var insert = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < rows; i++) {
                bind(insert, i);
                insert.addBatch();
                if ((i + 1) % BATCH_SIZE == 0 || i == rows - 1) {
                    insert.executeBatch();
                }
            }
        }
    }

    private static void arrays(Connection connection, int rows) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO reading SELECT * FROM unnest(?, ?, ?)")) {
            insert.setObject(1, IntStream.range(0, rows).toArray());
            insert.setObject(2, IntStream.range(0, rows).toArray());
            insert.setObject(3, IntStream.range(0, rows).mapToDouble(i -> i / 2.0).toArray());
            insert.executeUpdate();
        }
    }

    static void copy(Connection connection, String csv) throws SQLException {
        try {
            connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("COPY reading FROM STDIN (FORMAT csv)", new StringReader(csv));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
    // @end

    private static void bind(PreparedStatement insert, int i) throws SQLException {
        insert.setInt(1, i);
        insert.setInt(2, i);
        insert.setDouble(3, i / 2.0);
    }

    static String csv(int rows) {
        var csv = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            csv.append(i).append(',').append(i).append(',').append(i / 2.0).append('\n');
        }
        return csv.toString();
    }

    @Override
    public String toString() {
        return shown;
    }
}
