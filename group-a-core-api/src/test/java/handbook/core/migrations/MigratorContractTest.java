package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

import handbook.support.sql.Sql;
import liquibase.exception.ValidationFailedException;

/// What each tool must do. Scripts 1, 2, 3 ... make tables `t1`, `t2`, `t3` ...
class MigratorContractTest extends OnScripts {
    private static final int STARTERS = 8;

    private void scripts(int... versions) throws IOException {
        for (int version : versions) {
            folder.put(file(version), "CREATE TABLE t" + version + " (id int);\n");
        }
    }

    private static String file(int version) {
        return "V" + version + "__make.sql";
    }

    private List<Long> migrate(Tool tool) throws Exception {
        return tool.migrate(postgres.dataSource(), folder.path());
    }

    /// Liquibase's words depend on the locale: there the type must do.
    private void assertRefused(Tool tool, String words) {
        var refusal = assertThatThrownBy(() -> migrate(tool));
        if (tool == Tool.LIQUIBASE) {
            refusal.hasStackTraceContaining(ValidationFailedException.class.getName());
        } else {
            refusal.hasMessageMatching("(?s).*(" + words + ").*");
        }
    }

    private List<String> tables() throws SQLException {
        return Database.query(postgres, "SELECT relname FROM pg_class WHERE relname ~ '^t\\d+$' ORDER BY oid");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Scripts run in the order of their numbers, 10 after 9, each once: a second start does nothing")
    void inOrderAndOnce(Tool tool) throws Exception {
        scripts(10, 2, 9, 1);
        assertThat(migrate(tool)).containsExactly(1L, 2L, 9L, 10L);
        assertThat(tables()).containsExactly("t1", "t2", "t9", "t10");
        assertThat(migrate(tool)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A script that was edited after it had run is refused before anything else runs")
    void edited(Tool tool) throws Exception {
        scripts(1, 2);
        migrate(tool);
        scripts(3);
        folder.put(file(1), "CREATE TABLE t1 (id bigint);\n");
        assertRefused(tool, "edited|checksum mismatch");
        assertThat(tables()).containsExactly("t1", "t2");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("Two scripts with one version are refused before anything runs")
    void duplicate(Tool tool) throws Exception {
        scripts(1, 2);
        folder.put("V2__other.sql", "CREATE TABLE t3 (id int);\n");
        assertRefused(tool, "no version of its own|more than one");
        assertThat(tables()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The third script fails: the first two stay, the third leaves no table and no row; put right, it and the fourth run")
    void failure(Tool tool) throws Exception {
        scripts(1, 2, 4);
        folder.put(file(3), "CREATE TABLE t3 (id int);\nCREATE TABLE t33 (id no_such_type);\n");
        assertThat(Sql.state(catchThrowable(() -> migrate(tool)))).isEqualTo("42704");
        assertThat(tables()).containsExactly("t1", "t2");
        scripts(3);
        assertThat(migrate(tool)).containsExactly(3L, 4L);
    }

    @ParameterizedTest
    @CsvSource({"MINI_MIGRATOR, INTO mini_history", "FLYWAY, INTO \"public\".\"flyway_schema_history\""})
    @DisplayName("A script and its row come in one transaction: where the row cannot be written, the script is taken back (MiniMigrator, Flyway)")
    void rowAndScriptTogether(Tool tool, String row) throws Exception {
        scripts(1);
        migrate(tool);
        scripts(2);
        var db = Database.before(row, () -> {
            throw new IllegalStateException("the network is gone");
        }, postgres.dataSource());
        assertThatThrownBy(() -> tool.migrate(db, folder.path())).hasStackTraceContaining("the network is gone");
        assertThat(tables()).containsExactly("t1");
    }

    @ParameterizedTest
    @EnumSource
    void missingSemicolon(Tool tool) throws Exception {
        folder.put(file(1), "CREATE TABLE t1 (id int)\nCREATE TABLE t2 (id int);\n");
        assertThat(Sql.state(catchThrowable(() -> migrate(tool)))).isEqualTo("42601");
        assertThat(tables()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyScriptRunsAndCounts(Tool tool) throws Exception {
        folder.put(file(1), "");
        assertThat(migrate(tool)).containsExactly(1L);
        scripts(1);
        assertRefused(tool, "edited|checksum mismatch"); // too late to fill it
        assertThat(tables()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aWrongNameAndWrongBytesAreRefused(Tool tool) throws Exception {
        scripts(1);
        folder.put("V2_make.sql", "CREATE TABLE t2 (id int);\n");
        assertThatThrownBy(() -> migrate(tool)).hasMessageContaining("V2_make.sql");
        folder.delete("V2_make.sql");
        Files.write(folder.path().resolve(file(2)),
                "CREATE TABLE t2 (name text DEFAULT 'Müller');\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> migrate(tool)).hasMessageContaining(file(2))
                .hasRootCauseInstanceOf(CharacterCodingException.class);
        assertThat(tables()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MINI_MIGRATOR, role=pg_read_all_data, 42501", "FLYWAY, role=pg_read_all_data, 42501",
            "LIQUIBASE, role=pg_read_all_data, 42501", "MINI_MIGRATOR, default_transaction_read_only=on, 25006",
            "FLYWAY, default_transaction_read_only=on, 25006", "LIQUIBASE, default_transaction_read_only=on, 25006"})
    @DisplayName("Without the right to create tables the start fails with 42501, in a read-only session with 25006, and nothing has changed")
    void mayNotWrite(Tool tool, String setting, String state) throws Exception {
        scripts(1);
        migrate(tool);
        scripts(2);
        var db = new PGSimpleDataSource();
        db.setUrl(postgres.url());
        db.setOptions("-c " + setting);
        assertThat(Sql.state(catchThrowable(() -> tool.migrate(db, folder.path())))).isEqualTo(state);
        assertThat(tables()).containsExactly("t1");
        assertThat(migrate(tool)).containsExactly(2L);
    }

    @ParameterizedTest
    @EnumSource(names = "LIQUIBASE", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("Eight starters at once: each script runs exactly once, and all eight succeed (MiniMigrator, Flyway)")
    void eightStarters(Tool tool) throws Exception {
        scripts(1, 2, 3);
        var start = new CyclicBarrier(STARTERS);
        var starters = new ArrayList<Future<List<Long>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < STARTERS; i++) {
                starters.add(threads.submit(() -> {
                    start.await();
                    return migrate(tool);
                }));
            }
        }
        var ran = new ArrayList<Long>();
        for (var starter : starters) {
            ran.addAll(starter.get());
        }
        assertThat(ran).containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @ParameterizedTest
    @CsvSource({"MINI_MIGRATOR, pg_advisory_lock, 1", "FLYWAY, pg_try_advisory_xact_lock, 2"})
    @DisplayName("A second starter finds the lock taken, for the first is inside a script: the first runs it, both succeed (MiniMigrator, Flyway)")
    void secondStarter(Tool tool, String lock, int times) throws Exception {
        scripts(1);
        migrate(tool);
        scripts(2);
        var inside = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var slow = stopping("CREATE TABLE t2", inside, goOn);
        var asked = new CountDownLatch(times); // who asks again has been refused
        var asking = Database.before(lock, asked::countDown, postgres.dataSource());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> tool.migrate(slow, folder.path()));
            await(inside);
            var second = threads.submit(() -> tool.migrate(asking, folder.path()));
            await(asked);
            if (tool == Tool.MINI_MIGRATOR) { // it asks once, and waits in the database
                Database.await(postgres, 1, "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database"
                        + " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted");
            }
            goOn.countDown();
            assertThat(first.get()).containsExactly(2L);
            assertThat(second.get()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LIQUIBASE", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("A version below one that has run is refused, and runs with the switch outOfOrder (MiniMigrator, Flyway)")
    void late(Tool tool) throws Exception {
        scripts(1, 3);
        migrate(tool);
        scripts(2);
        assertThatThrownBy(() -> migrate(tool)).hasMessageMatching("(?s).*(is late|not applied to database: 2).*");
        assertThat(tables()).containsExactly("t1", "t3");
        if (tool == Tool.FLYWAY) {
            WithFlyway.on(postgres.dataSource(), folder.path()).outOfOrder(true).load().migrate();
        } else {
            new MiniMigrator(true, true).migrate(postgres.dataSource(), folder.path());
        }
        assertThat(tables()).containsExactly("t1", "t3", "t2");
    }

    @ParameterizedTest
    @EnumSource(names = "LIQUIBASE", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("A script that has run and is gone is refused, by Flyway only while a higher version is in the folder (MiniMigrator, Flyway)")
    void missing(Tool tool) throws Exception {
        scripts(1, 2);
        migrate(tool);
        folder.delete(file(1));
        scripts(3);
        assertThatThrownBy(() -> migrate(tool))
                .hasMessageMatching("(?s).*(not in the folder|not resolved locally: 1).*");
        assertThat(tables()).containsExactly("t1", "t2");
        scripts(1);
        folder.delete(file(2));
        folder.delete(file(3));
        if (tool == Tool.FLYWAY) {
            assertThat(migrate(tool)).isEmpty();
        } else {
            assertThatThrownBy(() -> migrate(tool)).hasMessageContaining("not in the folder");
        }
    }
}
