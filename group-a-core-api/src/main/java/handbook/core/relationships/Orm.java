package handbook.core.relationships;

import java.util.List;
import java.util.function.Consumer;

import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import handbook.support.server.Postgres;
import handbook.support.sql.Statements;

/// Hibernate over some entities, with each statement that it sends kept.
final class Orm implements AutoCloseable {
    static { // it logs each refusal of the database before it throws it: here it is the result
        ((Logger) LoggerFactory.getLogger("org.hibernate.orm.jdbc.error")).setLevel(Level.OFF);
    }

    private final Statements statements;
    private final SessionFactory sessions;

    private Orm(Postgres postgres, String schema, Class<?>... entities) {
        statements = new Statements(postgres.dataSource());
        var configuration = new Configuration();
        List.of(entities).forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, statements.dataSource());
        configuration.setProperty(SchemaToolingSettings.HBM2DDL_AUTO, schema);
        sessions = configuration.buildSessionFactory();
    }

    /// Makes the tables as Hibernate would.
    static Orm withItsTables(Postgres postgres, Class<?>... entities) {
        return new Orm(postgres, "create", entities);
    }

    /// Finds tables that are there.
    static Orm onTables(Postgres postgres, Class<?>... entities) {
        return new Orm(postgres, "none", entities);
    }

    /// Does something in a session and a transaction of its own.
    ///
    /// @return the statements that were sent meanwhile, each row of a batch too
    List<String> run(Consumer<Session> work) {
        statements.clear();
        sessions.inTransaction(work);
        return statements.executed();
    }

    /// As [#run].
    ///
    /// @return only what was written
    List<String> writes(Consumer<Session> work) {
        return run(work).stream().filter(sql -> !sql.startsWith("select")).toList();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
