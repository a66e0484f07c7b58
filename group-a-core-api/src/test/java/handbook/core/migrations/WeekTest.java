package handbook.core.migrations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import handbook.core.migrations.Week.Day;
import handbook.support.server.Postgres;

@Timeout(120)
class WeekTest {
    private static List<Day> week;

    @BeforeAll
    @Timeout(120)
    static void run() throws IOException, SQLException {
        try (var postgres = Postgres.open(); var main = ScriptFolder.shop()) {
            week = new Week(postgres, main).run();
        }
    }

    private static void assertSteps(int day, String... steps) {
        assertThat(week.get(day).steps()).containsExactly(steps);
    }

    @Test
    @DisplayName("Two branches, one version: Flyway refuses to start until one is renumbered")
    void clash() {
        assertSteps(0, "migrate: Found more than one migration with version 5",
                "the later one becomes 6, migrate: executed 5, 6", "history: 1, 2, 3, 4, R, 5, 6");
    }

    @Test
    @DisplayName("The late merge: refused by default, silently skipped with ignoreMigrationPatterns, run with outOfOrder")
    void late() {
        assertSteps(1, "migrate: Detected resolved migration not applied to database: 7.",
                "ignoreMigrationPatterns=*:ignored, migrate: nothing to do; wish is not there",
                "outOfOrder=true, migrate: executed 7; wish is there", "history: 1, 2, 3, 4, R, 5, 6, 8, 7");
    }

    @Test
    @DisplayName("repair makes the history match the file, and the schema still lacks what the file says")
    void edited() {
        assertSteps(2, "migrate: Migration checksum mismatch for migration version 8",
                "repair, migrate: nothing to do; until is not there",
                "8 as it was, 9 adds the column, migrate: executed 9; until is there",
                "history: 1, 2, 3, 4, R, 5, 6, 8, 7, 9");
    }

    @Test
    void deletedAndFormatted() {
        assertSteps(3, "migrate: Detected applied migration not resolved locally: 6.",
                "6 is put back, migrate: nothing to do", "history: 1, 2, 3, 4, R, 5, 6, 8, 7, 9");
        assertSteps(4, "migrate: Migration checksum mismatch for migration version 5",
                "without the blank and with CRLF, migrate: nothing to do", "history: 1, 2, 3, 4, R, 5, 6, 8, 7, 9");
    }

    @Test
    @DisplayName("The gate names each of the five accidents before the merge")
    void gate() {
        assertThat(week.stream().map(day -> String.join("; ", day.gate()))).containsExactly(
                "V5__refund.sql has the version of V5__coupon.sql", "V7__wish.sql is late: version 8 is on main",
                "V8__voucher.sql is on main and was edited", "V6__refund.sql is on main and is gone",
                "V5__coupon.sql is on main and was edited");
    }
}
