/// Real servers for examples and tests: embedded ones with nothing to install, or external ones named by variables.
///
/// [Redis][handbook.support.server.Redis] is embedded unless `HANDBOOK_REDIS_URL` names a server,
/// [PostgreSQL][handbook.support.server.Postgres] unless `HANDBOOK_POSTGRES_URL` does. What is about to stop, kill or
/// configure its server takes one of its own (`own`), embedded in any case.
///
/// Embedded servers listen on the loopback address and a free port. Their programs and files lie under one folder,
/// `.cache/java-interview-handbook` in the user's home (`-Duser.home=FOLDER` moves it), which may be deleted whenever no
/// example runs. A server whose JVM was killed is stopped, and its files are removed, by the next start of any server.
@NullMarked
package handbook.support.server;

import org.jspecify.annotations.NullMarked;
