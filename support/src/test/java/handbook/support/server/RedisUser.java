package handbook.support.server;

import handbook.support.example.Failure;
import io.lettuce.core.RedisClient;

/// A program that uses a Redis: `URL-or-embedded wait|end|SETTING`. It says `READY` and the server's URI when it has
/// written a key, and `PONG` for each line that it reads; `FAILED` and the
/// failure, and lives on, when there is none.
final class RedisUser {
    public static void main(String[] args) throws Exception {
        var settings = args[1].equals("wait") || args[1].equals("end") ? new String[0] : new String[]{args[1]};
        try (var redis = Redis.at(args[0].equals("embedded") ? null : args[0], settings);
                var client = RedisClient.create(redis.uri());
                var connection = client.connect()) {
            connection.sync().set(redis.key("left-behind"), "x");
            System.out.println("READY " + redis.uri());
            while (args[1].equals("wait") && System.in.read() >= 0) {
                System.out.println(connection.sync().ping());
            }
        } catch (Failure e) {
            System.out.println("FAILED " + e.getMessage());
            System.in.read();
        }
    }
}
