package handbook.deployment.zerodowntime;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import handbook.deployment.zerodowntime.ScheduledJob.Guard;
import handbook.support.example.Failure;
import handbook.support.net.Ledger;
import handbook.support.net.Ledger.Balance;
import handbook.support.net.Ledger.Entry;
import handbook.support.net.Ledger.Outcome;
import handbook.support.net.Load;
import handbook.support.sql.Sql;

/// Two colours under load, with a switch to green and back; and the job that both of them have.
final class BlueGreen {
    private static final int CLIENTS = 8;
    private static final long AT_MOST = 100_000;
    private static final Duration PAUSE = Duration.ofMillis(5);

    /// A switch and the way back.
    ///
    /// @param balance every request, held against what took effect on both colours
    /// @param byBlue answered by blue
    /// @param byGreen answered by green
    /// @param late sent after a switch had returned, and answered by the colour before
    record Switches(Balance balance, long byBlue, long byGreen, long late) {}

    /// How often a job ran.
    ///
    /// @param once ticks with one run
    /// @param twice ticks with two runs
    /// @param missed ticks without a run
    /// @param afterBlue who ran the tick after blue had been shut down
    record Runs(int once, int twice, int missed, List<String> afterBlue) {}

    private BlueGreen() {}

    /// Switches under load and back.
    static Switches restarting(int requests) throws InterruptedException {
        try (var blue = new Colour(Colour.BLUE);
                var green = new Colour(Colour.GREEN);
                var front = new Front.Restarted(blue)) {
            return play(front, blue, green, requests);
        }
    }

    /// Switches under load and back.
    static Switches switching(int requests) throws InterruptedException {
        try (var blue = new Colour(Colour.BLUE);
                var green = new Colour(Colour.GREEN);
                var front = new Front.Switched(blue)) {
            return play(front, blue, green, requests);
        }
    }

    private static Switches play(Front front, Colour blue, Colour green, int requests) throws InterruptedException {
        try (var posts = new Posts(front.address(), "");
                var load = Load.start(CLIENTS, AT_MOST, Duration.ofMillis(1), posts)) {
            load.awaitMore(requests / 3);
            front.to(green);
            long onGreen = System.nanoTime();
            load.awaitMore(requests / 3);
            long away = System.nanoTime();
            front.to(blue);
            long onBlue = System.nanoTime();
            load.awaitMore(requests / 3);
            load.stopSending();
            return outcome(load.join(), blue, green, onGreen, away, onBlue);
        }
    }

    private static Switches outcome(Ledger ledger, Colour blue, Colour green, long onGreen, long away, long onBlue) {
        var effects = new ArrayList<>(blue.effects());
        effects.addAll(green.effects());
        var done = ledger.entries().stream().filter(entry -> entry.outcome() == Outcome.DONE).toList();
        long late = done.stream().filter(entry -> between(entry, onGreen, away) && isBy(entry, Colour.BLUE)
                || entry.startNanos() - onBlue > 0 && isBy(entry, Colour.GREEN)).count();
        return new Switches(ledger.balance(effects), count(done, Colour.BLUE), count(done, Colour.GREEN), late);
    }

    private static boolean between(Entry entry, long from, long to) {
        return entry.startNanos() - from > 0 && entry.endNanos() - to < 0;
    }

    private static boolean isBy(Entry entry, String colour) {
        return entry.detail().equals(colour);
    }

    private static long count(List<Entry> entries, String colour) {
        return entries.stream().filter(entry -> isBy(entry, colour)).count();
    }

    /// Lets both colours' schedulers tick, green a moment after blue, then shuts blue down and lets green tick once
    /// more.
    static Runs job(DataSource database, Guard guard, int ticks) throws SQLException, InterruptedException {
        awaitUnlocked(database);
        try (var green = new ScheduledJob(database, Colour.GREEN, guard)) {
            try (var blue = new ScheduledJob(database, Colour.BLUE, guard)) {
                for (int tick = 1; tick <= ticks; tick++) {
                    blue.tick(tick);
                    green.tick(tick);
                }
            }
            awaitUnlocked(database);
            green.tick(ticks + 1);
        }
        int once = 0;
        int twice = 0;
        for (int tick = 1; tick <= ticks; tick++) {
            int runs = runners(database, guard, tick).size();
            once += runs == 1 ? 1 : 0;
            twice += runs == 2 ? 1 : 0;
        }
        return new Runs(once, twice, ticks - once - twice, runners(database, guard, ticks + 1));
    }

    /// The server notices the end of a session a moment after the client.
    static void awaitUnlocked(DataSource database) throws SQLException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try (var connection = database.getConnection()) {
            while (Sql.number(connection, "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database"
                    + " WHERE locktype = 'advisory' AND datname = current_database()") > 0) {
                if (System.nanoTime() - end > 0) {
                    throw new Failure("somebody still holds an advisory lock in the database after a minute");
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    /// Which colours ran a tick.
    static List<String> runners(DataSource database, Guard guard, int tick) throws SQLException {
        try (var connection = database.getConnection()) {
            return Sql.rows(connection, "SELECT colour FROM job_run WHERE guard = ? AND tick = ? ORDER BY colour",
                    guard.name(), tick).stream().map(List::getFirst).toList();
        }
    }
}
