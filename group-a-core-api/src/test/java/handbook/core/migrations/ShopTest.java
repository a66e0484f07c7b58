package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.support.server.Postgres;

/// The scripts of this module.
@Timeout(120)
class ShopTest {
    private static final String NAME_AND_EMAIL = "name text NOT NULL, email text";
    /// Versions 1 to 3 in one script, as somebody would write it who has seen their result.
    private static final String BASELINE = """
            CREATE TABLE customer (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                name text NOT NULL, email text
            );
            CREATE TABLE orders (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                customer_id bigint NOT NULL REFERENCES customer,
                cents bigint NOT NULL CHECK (cents >= 0)
            );
            """;

    @Test
    @DisplayName("The schema after a baseline script and the rest equals the schema after all scripts: columns, defaults, constraints, indexes, views")
    void baselineAndRest() throws IOException, SQLException {
        try (var shop = ScriptFolder.shop()) {
            var all = schemaAfter(shop, "executed 1, 2, 3, 4, R");
            shop.put("B3__shop.sql", BASELINE);
            assertThat(schemaAfter(shop, "executed 3, 4, R")).isEqualTo(all);
            for (var other : List.of(columns("name text NOT NULL, email varchar"),
                    columns("name text NOT NULL, email text DEFAULT ''"),
                    columns("name text NOT NULL, email text UNIQUE"), columns("email text, name text NOT NULL"),
                    BASELINE.replace("CHECK", "CONSTRAINT positive CHECK"))) {
                shop.put("B3__shop.sql", other);
                assertThat(schemaAfter(shop, "executed 3, 4, R")).as(other).isNotEqualTo(all);
            }
        }
    }

    private static String columns(String customer) {
        return BASELINE.replace(NAME_AND_EMAIL, customer);
    }

    private static List<String> schemaAfter(ScriptFolder folder, String executed) throws SQLException {
        try (var postgres = Postgres.open()) {
            assertThat(WithFlyway.migrate(WithFlyway.on(postgres.dataSource(), folder.path())
                    .configuration(Map.of("flyway.postgresql.transactional.lock", "false")))).isEqualTo(executed);
            return schema(postgres);
        }
    }

    private static List<String> schema(Postgres postgres) throws SQLException {
        return Database.query(postgres, """
                SELECT line FROM (
                    SELECT format('%s %s %s %s %s %s %s', attrelid::regclass, attnum, attname,
                        format_type(atttypid, atttypmod), attnotnull, attidentity,
                        pg_get_expr(adbin, adrelid)) AS line
                    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
                    UNION ALL SELECT format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
                    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
                    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
                    UNION ALL SELECT relname || ' ' || pg_get_viewdef(oid)
                    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v')
                WHERE line NOT LIKE '%flyway%' ORDER BY line""");
    }

    @Test
    @DisplayName("All scripts of this module pass the gate")
    void gate() throws IOException {
        try (var nothing = new ScriptFolder()) {
            assertThat(MergeGate.problems(nothing.path(), ScriptFolder.shopScripts())).isEmpty();
            assertThat(Script.in(ScriptFolder.shopScripts())).hasSize(5);
        }
    }
}
