package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

class BookingsTest {
    private static final String NIGHT = "[2027-03-01,2027-03-02)";
    private Postgres postgres;
    private Bookings bookings;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        try (var connection = postgres.connect()) {
            assumeTrue(Bookings.known(connection), "keys over time need PostgreSQL 18");
        }
        bookings = new Bookings(postgres);
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    @DisplayName("A key WITHOUT OVERLAPS refuses a booking that overlaps another with 23P01, and takes one that begins when the other ends")
    void overlap() throws SQLException {
        assertThat(bookings.book("[2027-02-01,2027-02-06)")).isNull();
        assertThat(bookings.book("[2027-02-06,2027-02-10)")).isNull();
        assertThat(bookings.book("[2027-02-04,2027-02-09)")).isEqualTo("23P01");
    }

    @Test
    @DisplayName("A foreign key with PERIOD refuses a booking outside the room's time with 23503, and takes one that two adjacent periods cover together")
    void period() throws SQLException {
        assertThat(bookings.book("[2027-06-30,2027-07-02)")).isEqualTo("23503");
        bookings.extend("[2027-07-01,2028-01-01)");
        assertThat(bookings.book("[2027-06-30,2027-07-02)")).isNull();
    }

    @Test
    @DisplayName("A room's time cannot be shortened under a booking: 23503")
    void shrink() throws SQLException {
        bookings.book("[2027-06-01,2027-06-10)");
        assertThat(bookings.shrink("[2027-01-01,2027-07-01)", "[2027-01-01,2027-06-05)")).isEqualTo("23503");
        assertThat(bookings.shrink("[2027-01-01,2027-07-01)", "[2027-01-01,2027-06-15)")).isNull();
    }

    @Test
    @DisplayName("Without a key over time, an exclusion constraint refuses the overlap with 23P01: of the same room, and no other")
    void exclusion() throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.execute(connection, "CREATE TABLE old_booking (room int, during daterange,"
                    + " EXCLUDE USING gist (room WITH =, during WITH &&))");
            Sql.execute(connection, "INSERT INTO old_booking VALUES (1, '[2027-02-01,2027-02-06)'),"
                    + " (1, '[2027-02-06,2027-02-10)'), (2, '[2027-02-01,2027-02-06)')");
            assertThatThrownBy(
                    () -> Sql.execute(connection, "INSERT INTO old_booking VALUES (1, '[2027-02-04,2027-02-09)')"))
                    .isInstanceOfSatisfying(SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("23P01"));
        }
    }

    @Test
    void oddRanges() throws SQLException {
        assertThat(bookings.book("empty")).isEqualTo("23514");
        assertThat(bookings.book("[2027-02-09,2027-02-04)")).isEqualTo("22000");
        assertThat(bookings.book("[2027-02-09,infinity)")).isEqualTo("23503");
    }

    @Test
    @DisplayName("Two sessions that check first and then insert both book the same night")
    void checkThenInsert() throws SQLException {
        assertThat(bookings.checkThenInsert(NIGHT)).isEqualTo(2);
    }

    @Test
    @DisplayName("A night that one session has booked and not committed: seven more wait for it, and are refused with 23P01 when it commits, without any lock in the program")
    void race() throws SQLException, InterruptedException, ExecutionException {
        var states = bookings.race(NIGHT);
        assertThat(states.getFirst()).isNull();
        assertThat(states.subList(1, Bookings.SESSIONS)).isEqualTo(Collections.nCopies(7, "23P01"));
        assertThat(bookings.booked(java.time.LocalDate.of(2027, 3, 1), 2)).isEqualTo(List.of(true, false));
    }
}
