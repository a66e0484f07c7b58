package handbook.support.server;

import handbook.support.example.Failure;

/// A program that uses a database: `URL-or-embedded wait|end|busy`. It says `READY` and the database's URL when it has
/// made a table, `ROWS` and their number for each line that it reads, and `ENDING` when it was asked to end. When it is
/// busy its session is in a query that takes an hour.
final class PostgresUser {
    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("ENDING")));
        try (var postgres = Postgres.at(args[0].equals("embedded") ? null : args[0]);
                var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 1 AS a");
            System.out.println("READY " + postgres.url());
            if (args[1].equals("busy")) {
                statement.execute("SELECT pg_sleep(3600)");
            }
            while (args[1].equals("wait") && System.in.read() >= 0) {
                try (var rows = statement.executeQuery("SELECT count(*) FROM t")) {
                    rows.next();
                    System.out.println("ROWS " + rows.getInt(1));
                }
            }
        } catch (Failure e) {
            System.out.println("FAILED " + e.getMessage());
        }
    }
}
