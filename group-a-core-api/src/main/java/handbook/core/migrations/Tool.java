package handbook.core.migrations;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

/// Three ways to bring a database up to the versioned scripts of a folder.
enum Tool {
    /// The one for the whiteboard.
    MINI_MIGRATOR("MiniMigrator") {
        @Override
        List<Long> migrate(DataSource db, Path folder) throws Exception {
            return new MiniMigrator(true, false).migrate(db, folder);
        }
    },
    /// Flyway, with its defaults.
    FLYWAY("Flyway") {
        @Override
        List<Long> migrate(DataSource db, Path folder) {
            return WithFlyway.on(db, folder).load().migrate().migrations.stream()
                    .map(migration -> Long.valueOf(migration.version)).toList();
        }
    },
    /// Liquibase, with a change log that names the scripts.
    LIQUIBASE("Liquibase") {
        @Override
        List<Long> migrate(DataSource db, Path folder) throws Exception {
            return new WithLiquibase(db, folder).update();
        }
    };

    private final String title;

    Tool(String title) {
        this.title = title;
    }

    /// Runs what has not run yet, or refuses.
    ///
    /// @param db gives new connections
    /// @return the versions that this call ran, in order
    /// @throws Exception the tool's own, with what is wrong
    abstract List<Long> migrate(DataSource db, Path folder) throws Exception;

    @Override
    public String toString() {
        return title;
    }
}
