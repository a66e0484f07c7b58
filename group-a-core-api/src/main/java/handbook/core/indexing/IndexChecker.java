package handbook.core.indexing;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Reads the catalog and the statistics of a database, and finds the indexes that cost and do not pay.
///
/// Sources: [pg_index](https://www.postgresql.org/docs/18/catalog-pg-index.html),
/// [pg_stat_all_indexes](https://www.postgresql.org/docs/18/monitoring-stats.html#MONITORING-PG-STAT-ALL-INDEXES-VIEW).
final class IndexChecker {
    // @start region=checker
    /// What a concurrent build leaves behind when it fails: maintained by every write, used by no query. Which indexes
    /// other users still build is shown to `pg_read_all_stats` only.
    private static final String INVALID = """
            SELECT indexrelid::regclass || ': not valid, drop it and build it again'
            FROM pg_index JOIN pg_stat_user_indexes USING (indexrelid)
            WHERE NOT indisvalid AND NOT EXISTS (
                SELECT FROM pg_stat_progress_create_index -- still being built
                WHERE datname = current_database() AND index_relid = indexrelid)
            ORDER BY 1""";

    /// B-trees whose columns another one begins with, in the same order, for the same rows.
    private static final String COVERED = """
            SELECT a.indexrelid::regclass || ': ' || b.indexrelid::regclass || ' begins with its columns'
            FROM pg_index a
            JOIN pg_stat_user_indexes USING (indexrelid)
            JOIN pg_class c ON c.oid = a.indexrelid AND c.relam = (SELECT oid FROM pg_am WHERE amname = 'btree')
            JOIN pg_index b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid AND b.indisvalid
            JOIN pg_class d ON d.oid = b.indexrelid AND d.relam = c.relam
            WHERE a.indisvalid AND NOT a.indisunique AND NOT a.indisexclusion
              AND a.indexprs IS NULL AND a.indnkeyatts <= b.indnkeyatts AND a.indnatts <= b.indnatts
              AND (a.indkey::int2[])[0:a.indnatts - 1] = (b.indkey::int2[])[0:a.indnatts - 1]
              AND (a.indclass::oid[])[0:a.indnkeyatts - 1] = (b.indclass::oid[])[0:a.indnkeyatts - 1]
              AND (a.indcollation::oid[])[0:a.indnkeyatts - 1] = (b.indcollation::oid[])[0:a.indnkeyatts - 1]
              AND (a.indoption::int2[])[0:a.indnkeyatts - 1] = (b.indoption::int2[])[0:a.indnkeyatts - 1]
              AND a.indpred::text IS NOT DISTINCT FROM b.indpred::text
              AND (b.indisunique OR a.indnatts < b.indnatts OR a.indnkeyatts < b.indnkeyatts
                OR a.indexrelid > b.indexrelid)
            ORDER BY 1""";

    /// Indexes that keep no constraint and that no query has read since the statistics began.
    private static final String UNUSED = """
            SELECT indexrelid::regclass || ': read by no query since ' ||
                   coalesce(to_char(stats_reset, 'YYYY-MM-DD'), 'the statistics began')
            FROM pg_stat_user_indexes JOIN pg_index USING (indexrelid), pg_stat_database
            WHERE datname = current_database() AND idx_scan = 0 AND indisvalid
              AND NOT indisunique AND NOT indisexclusion
            ORDER BY 1""";
    // @end

    private IndexChecker() {}

    /// Checks the tables of the database that are not the system's.
    ///
    /// @return a sentence for each fault
    static List<String> faults(Session session) throws SQLException {
        session.run("SELECT pg_stat_force_next_flush()"); // this session's own queries count too
        var faults = new ArrayList<String>();
        for (var query : List.of(INVALID, COVERED, UNUSED)) {
            session.rows(query).forEach(row -> faults.add(row.getFirst()));
        }
        return faults;
    }
}
