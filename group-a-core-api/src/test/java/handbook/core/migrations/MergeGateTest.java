package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeGateTest {
    private ScriptFolder main;
    private ScriptFolder merged;

    @BeforeEach
    void open() throws IOException {
        main = ScriptFolder.shop();
        merged = ScriptFolder.shop();
    }

    @AfterEach
    void close() throws IOException {
        main.close();
        merged.close();
    }

    private void assertProblems(String... problems) throws IOException {
        assertThat(MergeGate.problems(main.path(), merged.path())).containsExactly(problems);
    }

    @Test
    @DisplayName("The gate lets a merge pass that adds new versions, changes or empties a view, or saves a script with CRLF")
    void clean() throws IOException {
        merged.put("V5__a.sql", "CREATE TABLE a (id int);\n").put("V10__b.sql", "CREATE TABLE b (id int);\n");
        merged.put("V11__c.sql", "SET LOCAL lock_timeout = '1s';\nALTER TABLE a ADD COLUMN name text;\n");
        merged.put("V12__d.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id); -- alone\n");
        merged.put("V14__e.sql", "/* alone */ CREATE INDEX CONCURRENTLY a_name ON a (name)\n");
        merged.put("R__turnover.sql", "CREATE OR REPLACE VIEW turnover AS SELECT 1 AS cents;\n");
        merged.put("V1__customer.sql", merged.text("V1__customer.sql").replace("\n", "\r\n"));
        assertProblems();
        merged.put("V15__no_turnover.sql", "DROP VIEW IF EXISTS turnover;\n").put("R__turnover.sql", "");
        assertProblems();
    }

    @Test
    @DisplayName("It names file and rule: a version that is taken, late or edited, a script that is gone, also a repeatable one, a wrong name")
    void accidents() throws IOException {
        merged.put("V4__other.sql", "SELECT 1;\n");
        assertProblems("V4__other.sql has the version of V4__orders_by_customer.sql");
        merged.delete("V4__other.sql");
        main.put("V6__f.sql", "SELECT 1;\n");
        merged.put("V6__f.sql", "SELECT 1;\n").put("V5__e.sql", "SELECT 1;\n");
        assertProblems("V5__e.sql is late: version 6 is on main");
        merged.delete("V5__e.sql");
        merged.put("V6__f.sql", "SELECT 1; \n");
        assertProblems("V6__f.sql is on main and was edited");
        merged.delete("V6__f.sql");
        assertProblems("V6__f.sql is on main and is gone");
        merged.put("V6__f.sql", "SELECT 1;\n").put("V7_g.sql", "SELECT 1;\n");
        assertProblems("V7_g.sql is not named like V3__words.sql");
        merged.delete("V7_g.sql");
        merged.delete("R__turnover.sql");
        assertProblems("R__turnover.sql is on main and is gone");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ALTER TABLE orders ADD COLUMN note text; | has ALTER TABLE without lock_timeout",
            "alter table orders add column note text; -- no lock_timeout | has ALTER TABLE without lock_timeout",
            "CREATE TABLE a (n int); CREATE INDEX CONCURRENTLY b ON a (n); | has CONCURRENTLY beside other statements",
            "'ALTER  TABLE orders ADD COLUMN n int;' | has ALTER TABLE without lock_timeout",
            "'ALTER\nTABLE orders ADD COLUMN n int;' | has ALTER TABLE without lock_timeout",
            "ALTER TABLE orders ADD COLUMN n int; /* lock_timeout */ | has ALTER TABLE without lock_timeout",
            "-- nothing yet | is empty", "'/* nothing\nyet */' | is empty"})
    @DisplayName("It refuses statements that hurt: ALTER TABLE without lock_timeout, CONCURRENTLY beside others, an empty script")
    void statements(String sql, String problem) throws IOException {
        merged.put("V5__new.sql", sql);
        assertProblems("V5__new.sql " + problem);
    }

    @Test
    void statementsOfAChangedView() throws IOException {
        merged.put("R__turnover.sql", "ALTER TABLE orders ADD COLUMN note text;\n");
        assertProblems("R__turnover.sql has ALTER TABLE without lock_timeout");
    }

    @Test
    void aFolderAndAWrongNameOnMain() throws IOException {
        Files.createDirectory(merged.path().resolve("later"));
        main.put("V5_g.sql", "SELECT 1;\n");
        merged.put("V5_g.sql", "SELECT 1;\n");
        assertProblems("V5_g.sql is not named like V3__words.sql", "later is not named like V3__words.sql");
    }

    @Test
    void twoNewOnesWithOneVersion() throws IOException {
        merged.put("V5__a.sql", "SELECT 1;\n").put("V5__b.sql", "SELECT 1;\n");
        merged.put("B5__c.sql", "SELECT 1;\n").put("B05__d.sql", "SELECT 1;\n");
        assertProblems("B5__c.sql has the version of B05__d.sql", "V5__b.sql has the version of V5__a.sql");
    }
}
