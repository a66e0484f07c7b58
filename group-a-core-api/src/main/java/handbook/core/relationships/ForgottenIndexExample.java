package handbook.core.relationships;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Bars;
import handbook.support.console.Figures;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Interleaving;
import handbook.support.sql.Sql;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// A foreign key without an index: what does it cost, and whom?
///
/// *Predict*: 20 parents without a single child are deleted. How many rows of the child table does the database read?
///
/// *Run*: `mvn -q compile exec:exec@rel-forgotten-index -pl group-a-core-api -am [-Dargs="--children=1000000"]`
///
/// *Why*: PostgreSQL demands an index on what is referenced and makes none on what references. To allow a DELETE it looks
/// for children once for each parent, and without an index a look is a scan of the whole table. Meanwhile the parent's row
/// is locked, and whoever wants to add a child to it waits.
///
/// The captured output lies in `docs/output/rel-forgotten-index.txt`.
@Command(name = "rel-forgotten-index", description = "deleting parents with and without an index on the foreign key")
public final class ForgottenIndexExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(ForgottenIndexExample.class);
    private static final int PARENTS = 1_000;
    static final int CHILDLESS = 20;

    @Size(usual = 300_000, quick = 20_000, min = 1_000, max = 5_000_000)
    @Option(names = "--children", paramLabel = "N", description = "rows of the child table")
    int children;

    /// What one DELETE of 20 childless parents made the server read of the child table.
    ///
    /// @param scans of the whole table
    /// @param rowsRead by these scans
    /// @param lookups in the index
    record Reads(long scans, long rowsRead, long lookups) {}

    /// How the INSERT of a child ended whose parent was being deleted.
    ///
    /// @param waited whether it ended when the delete was committed, not before
    /// @param state null when the child was added
    record Insert(boolean waited, @Nullable String state) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new ForgottenIndexExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open(); var connection = postgres.connect()) {
            printOrigin(postgres);
            createTables(connection, children);
            LOG.info("{} parents without children are deleted; rows of the child table that the server reads for it:",
                    CHILDLESS);
            var without = delete(connection);
            createIndex(connection);
            var with = delete(connection);
            var bars = new Bars();
            bars.bar("without an index", without.rowsRead(), figures(without));
            bars.bar("with an index", with.rowsRead(), figures(with));
            bars.print(LOG::info);
            var insert = insertWhileDeleting(postgres);
            LOG.info("Who adds a child to a parent that is being deleted {}: {}.",
                    insert.waited() ? "waits for its end, then" : "does not wait",
                    insert.state() == null ? "the child is added" : "SQL state " + insert.state());
        }
    }

    private static String figures(Reads reads) {
        return Figures.count(reads.rowsRead()) + " rows in " + reads.scans() + " scans, " + reads.lookups()
                + " look-ups";
    }

    // @start region=tables
    /// A thousand parents with children, and twenty without.
    static void createTables(Connection connection, int children) throws SQLException {
        Sql.execute(connection, "CREATE TABLE parent (id int PRIMARY KEY)",
                "CREATE TABLE child (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parent)"
                        + " WITH (autovacuum_enabled = false)",
                "INSERT INTO parent SELECT generate_series(1, " + (PARENTS + CHILDLESS) + ")",
                "INSERT INTO child SELECT i, 1 + i % " + PARENTS + " FROM generate_series(1, " + children + ") AS i",
                "VACUUM (ANALYZE) parent, child");
    }

    static void createIndex(Connection connection) throws SQLException {
        Sql.execute(connection, "CREATE INDEX child_parent ON child (parent_id)");
    }
    // @end

    // @start region=delete
    /// Deletes the childless parents and rolls back. The counters are the session's own, so nobody else's work is in them.
    static Reads delete(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try {
            var before = reads(connection);
            int deleted = Sql.update(connection, "DELETE FROM parent WHERE id > ?", PARENTS);
            if (deleted != CHILDLESS) {
                throw new IllegalStateException("deleted " + deleted);
            }
            var after = reads(connection);
            return new Reads(after.scans() - before.scans(), after.rowsRead() - before.rowsRead(),
                    after.lookups() - before.lookups());
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static Reads reads(Connection connection) throws SQLException {
        var counters = Sql.row(connection, "SELECT seq_scan, seq_tup_read, idx_scan FROM pg_stat_xact_user_tables"
                + " WHERE relname = 'child'");
        return new Reads(counters.get(0), counters.get(1), counters.get(2));
    }
    // @end

    /// One session deletes a parent; before it commits, another one adds a child to it.
    static Insert insertWhileDeleting(Postgres postgres) throws SQLException {
        var committing = new AtomicBoolean();
        var waited = new AtomicBoolean();
        List<Interleaving.Step> deletes = List.of(session -> Sql.execute(session, "DELETE FROM parent WHERE id > "
                + PARENTS), session -> {
                    committing.set(true);
                    session.commit();
                });
        List<Interleaving.Step> inserts = List.of(session -> {
            try {
                Sql.execute(session, "INSERT INTO child VALUES (0, " + (PARENTS + 1) + ")");
                session.commit();
            } finally {
                waited.set(committing.get());
            }
        });
        try (var first = postgres.connect();
                var second = postgres.connect();
                var monitor = postgres.connect();
                var interleaving = new Interleaving(first, second, monitor)) {
            var states = interleaving.run(List.of(0, 1, 0), deletes, inserts).states();
            return new Insert(waited.get(), states.get(1));
        }
    }
}
