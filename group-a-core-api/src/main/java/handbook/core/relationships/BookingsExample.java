package handbook.core.relationships;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.support.console.Glyphs;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;

/// Can the schema itself keep a room from being booked twice, or when it does not exist?
///
/// *Predict*: which of these bookings does the database refuse: one that begins on the day on which the last one ends, one
/// that overlaps it by a day, one that reaches beyond the room's last day? Eight sessions want the same night: how many get
/// it?
///
/// *Run*: `mvn -q compile exec:exec@rel-bookings-over-time -pl group-a-core-api -am`
///
/// *Why*: a key WITHOUT OVERLAPS is unique for each moment, and a foreign key with PERIOD demands that the referenced rows
/// cover the whole range, several of them together if need be. Both are checked against what other sessions have not yet
/// committed, by waiting for them. A check of one's own before the insert sees only what is committed. Overlaps alone are
/// refused by older servers, too, with an exclusion constraint; new in PostgreSQL 18 is that it can be a key, and that a
/// foreign key can refer to it.
///
/// The captured output lies in `docs/output/rel-bookings-over-time.txt`.
@Command(name = "rel-bookings-over-time", description = "double and orphan bookings bounce off the database")
public final class BookingsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(BookingsExample.class);
    private static final LocalDate FEBRUARY = LocalDate.of(2027, 2, 1);
    private static final String NIGHT = "[2027-03-01,2027-03-02)";

    /// A booking that was tried.
    ///
    /// @param what in words
    /// @param range from, inclusive, to, exclusive
    /// @param state null when it was accepted
    record Attempt(String what, String range, @Nullable String state) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new BookingsExample(), args);
    }

    @Override
    public void call() throws Exception {
        try (var postgres = Postgres.open(); var connection = postgres.connect()) {
            printOrigin(postgres);
            if (!Bookings.known(connection)) {
                LOG.info("This needs PostgreSQL 18: older servers have no keys over time.");
                return;
            }
            var bookings = new Bookings(postgres);
            var table = new Table("booking", "from, to", "the database says");
            attempts(bookings).forEach(attempt -> table.row(attempt.what(), attempt.range(),
                    Objects.requireNonNullElse(attempt.state(), "accepted")));
            table.print(LOG::info);
            LOG.info("February: {}", bookings.booked(FEBRUARY, 28).stream()
                    .map(day -> day ? Glyphs.block() : Glyphs.dot()).collect(Collectors.joining()));
            printRace(bookings);
        }
    }

    static List<Attempt> attempts(Bookings bookings) throws SQLException {
        var attempts = new ArrayList<Attempt>();
        attempts.add(attempt(bookings, "the first", "[2027-02-01,2027-02-06)"));
        attempts.add(attempt(bookings, "begins when that one ends", "[2027-02-06,2027-02-10)"));
        attempts.add(attempt(bookings, "overlaps", "[2027-02-04,2027-02-09)"));
        attempts.add(attempt(bookings, "longer than the room is there", "[2027-06-30,2027-07-02)"));
        bookings.extend("[2027-07-01,2028-01-01)");
        attempts.add(attempt(bookings, "again, the room's next half year is on sale", "[2027-06-30,2027-07-02)"));
        attempts.add(attempt(bookings, "no day at all", "empty"));
        attempts.add(attempt(bookings, "ends before it begins", "[2027-02-09,2027-02-04)"));
        return attempts;
    }

    private static Attempt attempt(Bookings bookings, String what, String range) throws SQLException {
        return new Attempt(what, range, bookings.book(range));
    }

    private static void printRace(Bookings bookings) throws SQLException, InterruptedException, ExecutionException {
        LOG.info("");
        LOG.info("Check, then insert, by two sessions that check at the same time: {} bookings of one night.",
                bookings.checkThenInsert(NIGHT));
        var states = bookings.race(NIGHT);
        LOG.info("The key, wanted by {} sessions: booked {}, {}.", Bookings.SESSIONS,
                states.stream().filter(Objects::isNull).count(),
                states.stream().filter(Objects::nonNull)
                        .collect(Collectors.groupingBy(state -> state, Collectors.counting())).entrySet().stream()
                        .map(entry -> entry.getValue() + " times " + entry.getKey()).collect(Collectors.joining(", ")));
    }
}
