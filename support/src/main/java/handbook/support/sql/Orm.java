package handbook.support.sql;

import java.util.List;
import java.util.Map;
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

/// Hibernate over some entities, without a pool, with each statement that it sends kept.
public final class Orm implements AutoCloseable {
    static { // it logs each refusal of the database before it throws it: here it is the result
        ((Logger) LoggerFactory.getLogger("org.hibernate.orm.jdbc.error")).setLevel(Level.OFF);
    }

    private final Statements statements;
    private final SessionFactory sessions;

    private Orm(Postgres postgres, Map<String, ?> settings, Class<?>... entities) {
        statements = new Statements(postgres.dataSource());
        var configuration = new Configuration();
        List.of(entities).forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, statements.dataSource());
        configuration.getProperties().putAll(settings);
        sessions = configuration.buildSessionFactory();
    }

    /// Makes the tables as Hibernate would.
    ///
    /// @param postgres where
    /// @param entities annotated classes
    /// @return Hibernate over them
    public static Orm withItsTables(Postgres postgres, Class<?>... entities) {
        return new Orm(postgres, Map.of(SchemaToolingSettings.HBM2DDL_AUTO, "create"), entities);
    }

    /// Finds tables that are there.
    ///
    /// @param postgres where
    /// @param entities annotated classes
    /// @return Hibernate over them
    public static Orm onTables(Postgres postgres, Class<?>... entities) {
        return onTables(postgres, Map.of(), entities);
    }

    /// Finds tables that are there, with settings of Hibernate's own.
    ///
    /// @param postgres where
    /// @param settings their names as Hibernate has them, and their values
    /// @param entities annotated classes
    /// @return Hibernate over them
    public static Orm onTables(Postgres postgres, Map<String, ?> settings, Class<?>... entities) {
        return new Orm(postgres, settings, entities);
    }

    /// For what needs a session of its own.
    ///
    /// @return the factory, closed with this
    public SessionFactory sessions() {
        return sessions;
    }

    /// What is sent to the server.
    ///
    /// @return the statements, a batch as one
    public Statements statements() {
        return statements;
    }

    /// Does something in a session and a transaction of its own.
    ///
    /// @param work what to do
    /// @return the statements that were sent meanwhile, a batch as one
    public List<String> run(Consumer<Session> work) {
        statements.clear();
        sessions.inTransaction(work);
        return statements.executed();
    }

    /// As [#run].
    ///
    /// @param work what to do
    /// @return only what was written
    public List<String> writes(Consumer<Session> work) {
        return run(work).stream().filter(sql -> !sql.startsWith("select")).toList();
    }

    /// Closes the factory.
    @Override
    public void close() {
        sessions.close();
    }
}
