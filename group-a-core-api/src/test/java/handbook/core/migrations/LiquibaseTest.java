package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.sql.Sql;

class LiquibaseTest extends OnScripts {
    @BeforeEach
    void putScripts() throws IOException {
        folder.put("V1__a.sql", "CREATE TABLE a (id int);\n").put("V3__c.sql", "CREATE TABLE c (id int);\n");
    }

    private List<Long> migrate() throws Exception {
        return Tool.LIQUIBASE.migrate(postgres.dataSource(), folder.path());
    }

    @Test
    @DisplayName("Liquibase takes the order from its change log: it runs a late script without a word, and does not miss one that is gone")
    void orderOfTheChangeLog() throws Exception {
        assertThat(migrate()).containsExactly(1L, 3L);
        assertThat(migrate()).isEmpty();
        folder.put("V2__b.sql", "CREATE TABLE b (id int);\n");
        assertThat(migrate()).containsExactly(2L);
        folder.delete("V1__a.sql");
        assertThat(migrate()).isEmpty();
    }

    @Test
    @DisplayName("Liquibase's checksum does not see blanks at the ends of lines")
    void blanks() throws Exception {
        migrate();
        folder.put("V1__a.sql", "CREATE TABLE a (id int); \r\n");
        assertThat(migrate()).isEmpty();
    }

    @Test
    @DisplayName("Liquibase commits a script before it writes its row, so that a kill in between leaves a script that will run again")
    void twoTransactions() throws Exception {
        var seen = new ArrayList<String>();
        var db = Database.before("INTO public.databasechangelog ", () -> seen.addAll(tables()), postgres.dataSource());
        Tool.LIQUIBASE.migrate(db, folder.path());
        assertThat(seen).containsExactly("a", "a", "c"); // by another session, before the first row, then the second
    }

    private List<String> tables() {
        try {
            return Database.query(postgres,
                    "SELECT relname FROM pg_class WHERE relname IN ('a', 'c') ORDER BY relname");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @DisplayName("Liquibase asks for its lock only when something is pending")
    void lockOnlyWhenPending() throws Exception {
        migrate();
        Database.execute(postgres,
                "UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'x'");
        assertThat(migrate()).isEmpty(); // it would wait for five minutes
    }

    @Test
    @DisplayName("Liquibase makes its own tables before it takes its lock: of two starters on an empty database one may fail")
    void firstStart() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); var other = postgres.connect()) {
            migrate();
            Database.execute(postgres, "ALTER TABLE databasechangelog RENAME TO kept");
            other.setAutoCommit(false);
            Sql.execute(other, "CREATE TABLE databasechangelog (LIKE kept)"); // as another starter does at this moment
            Future<Throwable> late = threads.submit(() -> catchThrowable(this::migrate));
            Database.await(postgres, 1, "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND cardinality(pg_blocking_pids(pid)) > 0");
            assertThat(Database.query(postgres, "SELECT locked FROM databasechangeloglock")).containsExactly("f");
            other.commit();
            assertThat(Sql.state(late.get())).isEqualTo("23505");
        }
    }
}
