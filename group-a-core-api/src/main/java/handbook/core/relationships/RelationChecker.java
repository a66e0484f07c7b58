package handbook.core.relationships;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import handbook.support.sql.Sql;

/// Reads the catalog of a schema and finds what is wrong with its relations.
///
/// Sources: [pg_constraint](https://www.postgresql.org/docs/18/catalog-pg-constraint.html),
/// [pg_index](https://www.postgresql.org/docs/18/catalog-pg-index.html).
final class RelationChecker {
    // @start region=checker
    /// Foreign keys whose columns are not the first keys of a whole, valid index that finds a row by them, as BRIN does
    /// not. The second key of a junction is the usual one.
    private static final String WITHOUT_INDEX = """
            SELECT c.conrelid::regclass, c.conname
            FROM pg_constraint c
            WHERE c.contype = 'f' AND c.connamespace = ?::regnamespace
              AND NOT EXISTS (
                SELECT FROM pg_index i
                JOIN pg_class x ON x.oid = i.indexrelid
                JOIN pg_am m ON m.oid = x.relam AND m.amname IN ('btree', 'hash', 'gist')
                WHERE i.indrelid = c.conrelid AND i.indisvalid AND i.indpred IS NULL
                  AND i.indnkeyatts >= cardinality(c.conkey) -- behind the keys stand the INCLUDE columns
                  AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
            ORDER BY c.conname""";

    /// Foreign keys that the rows from before them need not keep.
    private static final String NOT_VALID = """
            SELECT conrelid::regclass, conname
            FROM pg_constraint
            WHERE contype = 'f' AND connamespace = ?::regnamespace AND NOT convalidated
            ORDER BY conname""";

    /// Columns that are named like a reference, `author_id` beside a table `author`, have the type of its key, and are
    /// in no foreign key.
    private static final String UNDECLARED = """
            SELECT t.oid::regclass, quote_ident(a.attname), r.oid::regclass, quote_ident(k.attname)
            FROM pg_attribute a
            JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p')
            JOIN pg_class r ON r.relnamespace = t.relnamespace AND a.attname = r.relname || '_id'
                           AND r.oid <> t.oid -- city.city_id is the city's own key
            JOIN pg_constraint p ON p.conrelid = r.oid AND p.contype = 'p' AND cardinality(p.conkey) = 1
            JOIN pg_attribute k ON k.attrelid = r.oid AND k.attnum = p.conkey[1] AND k.atttypid = a.atttypid
            WHERE t.relnamespace = ?::regnamespace
              AND NOT EXISTS (
                SELECT FROM pg_constraint c
                WHERE c.conrelid = t.oid AND c.contype = 'f' AND a.attnum = ANY (c.conkey))
            ORDER BY t.relname, a.attname""";
    // @end

    private RelationChecker() {}

    /// Checks a schema.
    ///
    /// @return a sentence for each fault
    static List<String> faults(Connection connection, String schema) throws SQLException {
        var faults = new ArrayList<String>();
        for (var row : Sql.rows(connection, WITHOUT_INDEX, schema)) {
            faults.add(row.get(0) + ": no index begins with the columns of " + row.get(1));
        }
        for (var row : Sql.rows(connection, NOT_VALID, schema)) {
            faults.add(row.get(0) + ": " + row.get(1) + " was never validated");
        }
        for (var row : Sql.rows(connection, UNDECLARED, schema)) {
            faults.add(row.get(0) + ": " + row.get(1) + " is no foreign key, and has " + orphans(connection, row)
                    + " orphans");
        }
        return faults;
    }

    private static long orphans(Connection connection, List<String> row) throws SQLException {
        var query = "SELECT count(*) FROM %s t WHERE %s IS NOT NULL"
                + " AND NOT EXISTS (SELECT FROM %s r WHERE r.%s = t.%2$s)";
        return Sql.number(connection, query.formatted(row.toArray()));
    }
}
