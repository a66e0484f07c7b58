package handbook.core.migrations;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.flywaydb.core.api.configuration.FluentConfiguration;

import handbook.support.server.Postgres;

/// Five days on which something is merged that should not be. Each begins with the state that the one before left.
///
/// @param postgres where each merge is deployed to
/// @param main what is merged
record Week(Postgres postgres, ScriptFolder main) {
    /// An accident.
    ///
    /// @param what was merged
    /// @param gate what the merge gate says to it
    /// @param steps what was done, and what came of it
    record Day(String what, List<String> gate, List<String> steps) {
        private void step(String did, String result) {
            steps.add(did + ": " + result);
        }
    }

    /// Changes main.
    @FunctionalInterface
    private interface Change {
        void on(ScriptFolder main) throws IOException;
    }

    List<Day> run() throws IOException, SQLException {
        flyway().load().migrate();
        return List.of(ended(clash()), ended(lateMerge()), ended(edit()), ended(deletion()), ended(formatter()));
    }

    private Day ended(Day day) {
        day.step("history", WithFlyway.history(flyway()));
        return day;
    }

    private Day clash() throws IOException {
        main.put("V5__coupon.sql", "CREATE TABLE coupon (code text PRIMARY KEY);\n");
        var day = merge("Monday, version 5 is merged by both", it -> it.put("V5__refund.sql",
                "CREATE TABLE refund (id bigint PRIMARY KEY);\n"));
        day.step("migrate", WithFlyway.migrate(flyway()));
        main.rename("V5__refund.sql", "V6__refund.sql");
        day.step("the later one becomes 6, migrate", WithFlyway.migrate(flyway()));
        return day;
    }

    // @start region=late
    private Day lateMerge() throws IOException, SQLException {
        main.put("V8__voucher.sql", "CREATE TABLE voucher (id bigint PRIMARY KEY);\n");
        WithFlyway.migrate(flyway());
        var day = merge("Tuesday, version 7 is merged after 8 has run", it -> it.put("V7__wish.sql",
                "CREATE TABLE wish (id bigint PRIMARY KEY);\n"));
        day.step("migrate", WithFlyway.migrate(flyway()));
        day.step("ignoreMigrationPatterns=*:ignored, migrate",
                WithFlyway.migrate(flyway().ignoreMigrationPatterns("*:ignored")) + isThere("wish", "wish.id"));
        day.step("outOfOrder=true, migrate",
                WithFlyway.migrate(flyway().outOfOrder(true)) + isThere("wish", "wish.id"));
        return day;
    }
    // @end

    private Day edit() throws IOException, SQLException {
        var old = main.text("V8__voucher.sql");
        var day = merge("Wednesday, version 8 gets a column after it has run", it -> it.put("V8__voucher.sql",
                "CREATE TABLE voucher (id bigint PRIMARY KEY, until date);\n"));
        day.step("migrate", WithFlyway.migrate(flyway()));
        flyway().load().repair();
        day.step("repair, migrate", WithFlyway.migrate(flyway()) + isThere("until", "voucher.until"));
        main.put("V8__voucher.sql", old);
        main.put("V9__voucher_until.sql", """
                SET LOCAL lock_timeout = '2s';
                ALTER TABLE voucher ADD COLUMN until date;
                """);
        flyway().load().repair(); // the first repair wrote the wrong checksum
        day.step("8 as it was, 9 adds the column, migrate",
                WithFlyway.migrate(flyway()) + isThere("until", "voucher.until"));
        return day;
    }

    private Day deletion() throws IOException {
        var old = main.text("V6__refund.sql");
        var day = merge("Thursday, version 6 is deleted", it -> it.delete("V6__refund.sql"));
        day.step("migrate", WithFlyway.migrate(flyway()));
        main.put("V6__refund.sql", old);
        day.step("6 is put back, migrate", WithFlyway.migrate(flyway()));
        return day;
    }

    private Day formatter() throws IOException {
        var old = main.text("V5__coupon.sql");
        var day = merge("Friday, an editor saves version 5 with a blank behind its last semicolon",
                it -> it.put("V5__coupon.sql", old.replace(";", "; ")));
        day.step("migrate", WithFlyway.migrate(flyway()));
        main.put("V5__coupon.sql", old.replace("\n", "\r\n"));
        day.step("without the blank and with CRLF, migrate", WithFlyway.migrate(flyway()));
        return day;
    }

    /// Merges, and asks the gate about it.
    private Day merge(String what, Change change) throws IOException {
        try (var before = ScriptFolder.copy(main.path())) {
            change.on(main);
            return new Day(what, MergeGate.problems(before.path(), main.path()), new ArrayList<>());
        }
    }

    private FluentConfiguration flyway() {
        return WithFlyway.on(postgres.dataSource(), main.path())
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false")); // for version 4
    }

    private String isThere(String what, String column) throws SQLException {
        var found = Database.query(postgres, "SELECT 1 FROM information_schema.columns"
                + " WHERE table_name || '.' || column_name = '" + column + "'");
        return "; " + what + (found.isEmpty() ? " is not there" : " is there");
    }
}
