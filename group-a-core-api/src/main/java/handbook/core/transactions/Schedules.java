package handbook.core.transactions;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import handbook.support.server.Postgres;
import handbook.support.sql.Interleaving;
import handbook.support.sql.Interleaving.Outcome;
import handbook.support.sql.Interleaving.Step;
import handbook.support.sql.Sql;

/// Plays a [Scenario] in all 20 orders that two sessions of three steps can have.
final class Schedules implements AutoCloseable {
    private final Connection first;
    private final Connection second;
    private final Connection monitor;
    private final Interleaving interleaving;

    enum Verdict {
        RIGHT, WRONG, ABORTED
    }

    /// One schedule and what became of it.
    ///
    /// @param outcome who took which step, and the SQL states
    record Played(Outcome outcome, Verdict verdict) {}

    /// All schedules of a scenario at one level, in a fixed order.
    record Strip(Scenario scenario, Level level, List<Played> played) {
        int count(Verdict verdict) {
            return (int) played.stream().filter(one -> one.verdict() == verdict).count();
        }

        /// The SQL states that ended sessions, sorted.
        List<String> states() {
            return played.stream().flatMap(one -> one.outcome().states().stream()).filter(Objects::nonNull).sorted()
                    .toList();
        }
    }

    Schedules(Postgres postgres) throws SQLException {
        first = postgres.connect();
        second = postgres.connect();
        monitor = postgres.connect();
        interleaving = new Interleaving(first, second, monitor);
        Scenario.createTables(monitor);
        findDeadlocksSoon();
    }

    /// By default PostgreSQL looks for deadlocks after a second of waiting. Only a superuser may change that.
    private void findDeadlocksSoon() throws SQLException {
        if (Sql.number(monitor, "SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user") == 1) {
            for (var session : List.of(first, second)) {
                Sql.update(session, "SET deadlock_timeout = '10ms'");
                session.commit();
            }
        }
    }

    /// All 20 schedules.
    Strip play(Scenario scenario, Level level) throws SQLException {
        var played = new ArrayList<Played>();
        for (var schedule : Interleaving.schedules(3, 3)) {
            played.add(play(scenario, level, schedule));
        }
        return new Strip(scenario, level, List.copyOf(played));
    }

    /// One schedule: who takes the next step, 0 or 1.
    Played play(Scenario scenario, Level level, List<Integer> schedule) throws SQLException {
        scenario.reset(monitor);
        var outcome = run(level, schedule, scenario.steps(0), scenario.steps(1));
        int committed = (int) outcome.states().stream().filter(Objects::isNull).count();
        if (!scenario.isRight(monitor, committed)) {
            return new Played(outcome, Verdict.WRONG);
        }
        return new Played(outcome, committed == 2 ? Verdict.RIGHT : Verdict.ABORTED);
    }

    /// One schedule of any steps, on the same tables.
    Outcome run(Level level, List<Integer> schedule, List<Step> ofFirst, List<Step> ofSecond) throws SQLException {
        first.setTransactionIsolation(level.jdbc());
        second.setTransactionIsolation(level.jdbc());
        return interleaving.run(schedule, ofFirst, ofSecond);
    }

    @Override
    public void close() throws SQLException {
        interleaving.close();
        first.close();
        second.close();
        monitor.close();
    }
}
