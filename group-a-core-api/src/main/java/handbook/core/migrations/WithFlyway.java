package handbook.core.migrations;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import handbook.support.sql.Sql;

/// Flyway over a folder.
final class WithFlyway {
    static { // it logs each refusal before it throws it: here it is the result
        ((Logger) LoggerFactory.getLogger("org.flywaydb")).setLevel(Level.OFF);
    }

    private WithFlyway() {}

    /// Its defaults, but for one: a script with a wrong name is refused, not passed over.
    static FluentConfiguration on(DataSource db, Path folder) {
        return Flyway.configure().dataSource(db).locations("filesystem:" + folder).validateMigrationNaming(true);
    }

    /// Runs what is pending.
    ///
    /// @return what it ran or why it did not, in words
    static String migrate(FluentConfiguration configuration) {
        try {
            var ran = configuration.load().migrate().migrations.stream()
                    .map(migration -> migration.version.isEmpty() ? "R" : migration.version).toList();
            return ran.isEmpty() ? "nothing to do" : "executed " + String.join(", ", ran);
        } catch (FlywayException e) {
            return says(e);
        }
    }

    /// The line of its message that says what is wrong; the SQL state where the database refused.
    static String says(FlywayException e) {
        var state = Sql.state(e);
        var message = String.valueOf(e.getMessage());
        return state != null
                ? "SQL state " + state
                : message.lines().filter(line -> !line.startsWith("Validate failed")).findFirst().orElse(message);
    }

    /// The rows of the history table in the order in which they were written: versions, `R` for a repeatable script.
    static String history(FluentConfiguration configuration) {
        return Arrays.stream(configuration.load().info().applied())
                .sorted(Comparator.comparing(MigrationInfo::getInstalledRank))
                .map(info -> (info.isVersioned() ? String.valueOf(info.getVersion()) : "R")
                        + (info.getState().isFailed() ? " failed" : ""))
                .collect(Collectors.joining(", "));
    }
}
