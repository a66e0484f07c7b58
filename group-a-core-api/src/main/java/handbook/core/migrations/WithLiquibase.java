package handbook.core.migrations;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.sql.DataSource;

import liquibase.Contexts;
import liquibase.GlobalConfiguration;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.change.core.SQLFileChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.FastCheckService;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/// Liquibase over a folder: a change log with one change set for each versioned script, in their order.
///
/// @param db gives new connections
/// @param folder the scripts
record WithLiquibase(DataSource db, Path folder) {
    private static final Logger LOG = Logger.getLogger("liquibase"); // kept: its level would be collected with it

    static { // it logs each refusal before it throws it: here it is the result
        LOG.setLevel(Level.OFF);
    }

    /// What to do with an open Liquibase.
    @FunctionalInterface
    private interface Work<T> {
        T with(Liquibase liquibase) throws Exception;
    }

    /// Runs the change sets that have not run yet.
    ///
    /// @return the ids of those that this call ran, in order
    List<Long> update() throws Exception {
        return run(liquibase -> {
            var ran = new ArrayList<Long>();
            liquibase.setChangeExecListener(new AbstractChangeExecListener() {
                @Override
                public void ran(ChangeSet set, DatabaseChangeLog log, Database database, ChangeSet.ExecType how) {
                    ran.add(Long.valueOf(set.getId()));
                }
            });
            liquibase.update(new Contexts());
            return ran;
        });
    }

    /// Takes the lock from whoever has it: the command `release-locks`.
    void releaseLocks() throws Exception {
        run(liquibase -> {
            liquibase.forceReleaseLocks();
            return true;
        });
    }

    /// Opens Liquibase, quietly; where its lock is held it looks again each second.
    private <T> T run(Work<T> work) throws Exception {
        var settings = Map.<String, Object>of(Scope.Attr.ui.name(), new LoggerUIService(),
                GlobalConfiguration.CHANGELOGLOCK_POLL_RATE.getKey(), 1L);
        return Scope.child(settings, () -> {
            // a JVM remembers that a database was up to date, and would not look again
            Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
            try (var connection = db.getConnection();
                    var liquibase = new Liquibase(changeLog(), new DirectoryResourceAccessor(folder),
                            DatabaseFactory.getInstance()
                                    .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
                liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                return work.with(liquibase);
            }
        });
    }

    private DatabaseChangeLog changeLog() throws Exception {
        var log = new DatabaseChangeLog("changelog");
        for (var script : Script.in(folder)) {
            var set = new ChangeSet(Long.toString(script.version()), "handbook", false, false, "changelog", null,
                    null, log);
            var change = new SQLFileChange();
            change.setPath(script.file());
            set.addChange(change);
            log.addChangeSet(set);
        }
        return log;
    }
}
