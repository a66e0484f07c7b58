package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;

class RelationCheckerTest {
    private Postgres postgres;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        postgres = Postgres.open();
        connection = postgres.connect();
        statement = connection.createStatement();
        statement.execute("CREATE TABLE author (id int PRIMARY KEY)");
        statement.execute("CREATE TABLE tag (id int PRIMARY KEY)");
        statement.execute("INSERT INTO author VALUES (1)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        postgres.close();
    }

    @Test
    @DisplayName("The checker finds each planted fault: no index on a foreign key, no reverse index of a junction, a key not valid, a reference without a key and its orphans; a partial, an invalid, a BRIN index and INCLUDE columns do not count")
    void bad() throws SQLException {
        statement.execute("CREATE TABLE book (id int PRIMARY KEY, author_id int NOT NULL REFERENCES author)");
        statement.execute("CREATE INDEX ON book (author_id) WHERE author_id > 5"); // partial: of no use here
        statement.execute("CREATE TABLE book_tag (book_id int REFERENCES book, tag_id int REFERENCES tag,"
                + " PRIMARY KEY (book_id, tag_id))");
        statement.execute("CREATE TABLE note (author_id int UNIQUE)"); // a constraint, and no foreign key
        statement.execute("INSERT INTO note VALUES (1), (2), (3), (NULL)");
        statement.execute("CREATE TABLE letter (author_id int PRIMARY KEY)");
        statement.execute("INSERT INTO letter VALUES (9)");
        statement.execute("ALTER TABLE letter ADD FOREIGN KEY (author_id) REFERENCES author NOT VALID");
        statement.execute("CREATE TABLE shelf (room int, place int, PRIMARY KEY (room, place))");
        statement.execute("CREATE TABLE lamp (room int, place int, FOREIGN KEY (room, place) REFERENCES shelf)");
        statement.execute("CREATE INDEX ON lamp (room) INCLUDE (place)");
        statement.execute("CREATE TABLE log (author_id int REFERENCES author)");
        statement.execute("CREATE INDEX ON log USING brin (author_id)");
        statement.execute("CREATE TABLE twin (author_id int REFERENCES author)");
        statement.execute("INSERT INTO twin VALUES (1), (1)");
        assertThatThrownBy(() -> statement.execute("CREATE UNIQUE INDEX CONCURRENTLY ON twin (author_id)"))
                .hasMessageContaining("twin_author_id_idx"); // and is left behind, invalid
        assertThat(RelationChecker.faults(connection, "public")).containsExactly(
                "book: no index begins with the columns of book_author_id_fkey",
                "book_tag: no index begins with the columns of book_tag_tag_id_fkey",
                "lamp: no index begins with the columns of lamp_room_place_fkey",
                "log: no index begins with the columns of log_author_id_fkey",
                "twin: no index begins with the columns of twin_author_id_fkey",
                "letter: letter_author_id_fkey was never validated",
                "note: author_id is no foreign key, and has 2 orphans");
    }

    @Test
    @DisplayName("It finds nothing in a schema where each foreign key has its index, in any order of its columns")
    void good() throws SQLException {
        statement.execute("CREATE TABLE book (id int PRIMARY KEY, author_id int NOT NULL REFERENCES author)");
        statement.execute("CREATE INDEX ON book (author_id, id)");
        statement.execute("CREATE TABLE shelf (room int, place int, PRIMARY KEY (room, place))");
        statement.execute("CREATE TABLE lamp (place int, room int, FOREIGN KEY (room, place) REFERENCES shelf)");
        statement.execute("CREATE INDEX ON lamp (place, room)");
        statement.execute("CREATE TABLE note (author_id int REFERENCES author)");
        statement.execute("CREATE INDEX ON note USING hash (author_id)");
        assertThat(RelationChecker.faults(connection, "public")).isEmpty();
    }

    @Test
    void bookingsHaveNoFault() throws SQLException {
        assumeTrue(Bookings.known(connection), "keys over time need PostgreSQL 18");
        new Bookings(postgres);
        assertThat(RelationChecker.faults(connection, "public")).isEmpty();
    }

    @Test
    void aReferenceIsToTheKeyWhateverItsNameAndHasItsType() throws SQLException {
        statement.execute("CREATE TABLE city (city_id int PRIMARY KEY)");
        statement.execute("CREATE TABLE \"Order\" (number int PRIMARY KEY)");
        statement.execute("CREATE TABLE label (name text PRIMARY KEY)");
        statement.execute("CREATE TABLE seat (room int, place int, PRIMARY KEY (room, place))");
        statement.execute("CREATE TABLE trip (city_id int, \"Order_id\" int, label_id int, seat_id int)");
        statement.execute("INSERT INTO trip VALUES (1, 2, 3, 4), (1, NULL, NULL, NULL)");
        assertThat(RelationChecker.faults(connection, "public")).containsExactly(
                "trip: \"Order_id\" is no foreign key, and has 1 orphans",
                "trip: city_id is no foreign key, and has 2 orphans");
    }
}
