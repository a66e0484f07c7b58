package handbook.support.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import handbook.support.example.Failure;
import handbook.support.process.AtExit;

/// An empty PostgreSQL database for one run of an example or a test class: on an embedded server that this JVM starts
/// once, or on the external one that `HANDBOOK_POSTGRES_URL` names (`jdbc:postgresql://host[:port]/database?user=...`,
/// version 17 or newer, a user that may create databases). Nothing but this database is touched; [#close] drops it.
///
/// Text is ordered by code point (`C.UTF-8`) on every server, so that plans and orders are the same everywhere. The
/// embedded server has `fsync` and `synchronous_commit` off: it is quick and forgets on a crash. Anything about
/// durability or the cost of a commit takes [#own] with both on.
public final class Postgres implements AutoCloseable {
    static final String VARIABLE = "HANDBOOK_POSTGRES_URL";
    private static final String EXTERNAL = "external";
    private static final Pattern URL = Pattern
            .compile("(jdbc:postgresql://(?:(?:\\[[^]\\s]+]|[^/?:,\\s]+)(?::\\d+)?,?)+/)[^/?\\s]+(\\?\\S*)?");

    private final String name = "handbook_" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    private final @Nullable PostgresServer own;
    private final String admin;
    private final String kind;
    private final String version;
    private boolean closed;

    private Postgres(@Nullable PostgresServer own, String admin, String kind) throws SQLException {
        this.own = own;
        this.admin = admin;
        this.kind = kind;
        try (var connection = DriverManager.getConnection(admin); var statement = connection.createStatement()) {
            version = connection.getMetaData().getDatabaseProductVersion().split(" ", 2)[0];
            if (kind.equals(EXTERNAL)) { // an embedded server is deleted as a whole, and Ctrl-C reaches it as well
                AtExit.close(this);
            }
            create(statement);
        }
    }

    /// A JVM that ends meanwhile waits in [#close] until it is known that there is a database to drop.
    private synchronized void create(Statement statement) throws SQLException {
        if (closed) {
            throw new IllegalStateException("this JVM ends: it can make no database any more");
        }
        try {
            // template0: what somebody put into an external server's template1 is not ours
            statement.execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
                    + " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'");
        } catch (SQLException e) { // that may only mean that the answer was lost
            try {
                close();
            } catch (Failure alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /// Makes a database on the external server, or on the embedded one that this JVM shares.
    ///
    /// @return the database
    /// @throws Failure when the server cannot be started or reached
    public static Postgres open() {
        return at(System.getenv(VARIABLE));
    }

    /// Whether [#open] would use an external server.
    ///
    /// @return true when the variable names one
    public static boolean isExternal() {
        var url = System.getenv(VARIABLE);
        return url != null && !url.isBlank();
    }

    static Postgres at(@Nullable String url) {
        if (url == null || url.isBlank()) {
            return on(null, PostgresServer.shared().url("postgres"), "embedded");
        }
        if (!URL.matcher(url.strip()).matches()) {
            throw new Failure(VARIABLE + "=" + withoutPassword(url)
                    + " is not of the form jdbc:postgresql://host[:port]/database[?user=...&password=...]");
        }
        return on(null, url.strip(), EXTERNAL);
    }

    /// Starts an embedded server for this database alone, whatever the variable says: for what no shared server would
    /// bear ([#kill], [#stop], [#restart]), and for settings. The example's first line says that it is an embedded one.
    ///
    /// @param settings lines of a `postgresql.conf`, for example `fsync=on`, `synchronous_commit=on`
    /// @return the database
    /// @throws Failure when the server cannot be started
    public static Postgres own(String... settings) {
        var server = PostgresServer.start(List.of(settings));
        try {
            return on(server, server.url("postgres"), settings.length == 0
                    ? "embedded"
                    : "embedded, " + String.join(", ", settings));
        } catch (Failure e) {
            server.close();
            throw e;
        }
    }

    private static Postgres on(@Nullable PostgresServer own, String admin, String kind) {
        try {
            return new Postgres(own, admin, kind);
        } catch (SQLException e) {
            var where = kind.equals(EXTERNAL) ? VARIABLE + "=" + withoutPassword(admin) : "The embedded PostgreSQL";
            throw new Failure(where + " cannot be used: " + cause(e).replace(admin, withoutPassword(admin)), e);
        }
    }

    /// What the driver says, in one line, and the deepest cause: of an unknown host it says only that it failed.
    private static String cause(SQLException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        var said = failure.getMessage() + (deepest == failure ? "" : " (" + deepest + ")");
        return said.replaceAll("\\s+", " ");
    }

    private static String withoutPassword(String url) {
        return url.replaceAll("(?i)(password=)[^&]*", "$1***").replaceFirst("^([\\w:]+//)?.*@", "$1***@");
    }

    /// Where clients connect, with user and password.
    ///
    /// @return a JDBC URL
    public String url() {
        var parts = URL.matcher(admin);
        if (!parts.matches()) {
            throw new IllegalStateException(withoutPassword(admin));
        }
        return parts.group(1) + name + (parts.group(2) == null ? "" : parts.group(2));
    }

    /// Opens a connection. Whoever asks closes it.
    ///
    /// @return a new connection in autocommit mode
    /// @throws SQLException when the server does not give one
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /// A data source without a pool: each connection is a new one.
    ///
    /// @return a new data source
    public DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(url());
        return source;
    }

    /// Stops the server in order: sessions are cut, what is committed is kept.
    public void stop() {
        ownServer().stop();
    }

    /// Kills the server and all of its processes (SIGKILL), as a crash does.
    public void kill() {
        ownServer().kill();
    }

    /// Starts the server again, on the port and the files that it had. Does nothing when it runs.
    public void start() {
        ownServer().start();
    }

    /// Stops the server and starts it again.
    public void restart() {
        stop();
        start();
    }

    private PostgresServer ownServer() {
        if (own == null) {
            throw new IllegalStateException("this server is shared: take one by Postgres.own");
        }
        return own;
    }

    /// Drops the database, with the sessions that are still on it; ends the server and deletes its files where it is this
    /// database's own. Also done at the end of the JVM.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (own != null) {
                own.close();
            } else {
                drop();
            }
        } finally {
            AtExit.forget(this); // not earlier: a JVM that ends meanwhile must wait here until all is gone
        }
    }

    private void drop() {
        try (var connection = DriverManager.getConnection(admin); var statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new Failure("Could not drop the database " + name + ": " + e.getMessage(), e);
        }
    }

    /// The server for the first line that an example prints.
    ///
    /// @return for example `PostgreSQL 18.6 (embedded)` or `PostgreSQL 18.6 (embedded, fsync=on)`
    @Override
    public String toString() {
        return "PostgreSQL " + version + " (" + kind + ")";
    }
}
