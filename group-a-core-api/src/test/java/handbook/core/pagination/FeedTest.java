package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import handbook.core.pagination.Feed.Writer;
import handbook.core.pagination.LostInFeedExample.Story;
import handbook.support.server.Postgres;
import handbook.support.sql.Sql;

@TestInstance(Lifecycle.PER_CLASS)
class FeedTest {
    private final Postgres postgres = LostInFeedExample.server();
    private List<Story> stories = List.of();

    @BeforeAll
    void run() throws SQLException {
        stories = LostInFeedExample.run(postgres);
    }

    @AfterAll
    void close() {
        postgres.close();
    }

    @Test
    @DisplayName("A poller by id that has seen id 2 never sees id 1, committed later")
    void lost() {
        assertThat(stories).allSatisfy(story -> assertThat(story.all("by id")).containsExactly(2L));
    }

    @Test
    @DisplayName("Below the watermark, by transaction and id, both arrive, each once")
    void watermark() {
        assertThat(stories).allSatisfy(story -> assertThat(story.all("below the watermark, by transaction and id"))
                .containsExactlyInAnyOrder(1L, 2L));
    }

    @Test
    @DisplayName("A watermark with an id as cursor still loses id 1 when the transaction of id 2 is the older one")
    void watermarkById() {
        assertThat(stories.get(0).all("below the watermark, by id")).containsExactly(1L, 2L);
        assertThat(stories.get(1).all("below the watermark, by id")).containsExactly(2L);
    }

    @Test
    @DisplayName("A transaction that only reads holds no row up; one that has written, be it in another database, holds up all that come after it")
    void whatHoldsUp() throws SQLException {
        try (var reader = postgres.connect();
                var writer = new Writer(postgres);
                var other = DriverManager.getConnection(anotherDatabase(reader))) {
            Sql.execute(reader, "DROP TABLE event");
            Feed.create(reader);
            var feed = Feed.byTransaction(reader);
            other.setAutoCommit(false);
            other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ); // holds its snapshot to the end
            Sql.execute(other, "SELECT count(*) FROM pg_class");
            writer.insert();
            writer.commit();
            assertThat(feed.poll()).containsExactly(1L);

            Sql.execute(other, "CREATE TABLE elsewhere ()");
            writer.insert();
            writer.commit();
            assertThat(feed.poll()).isEmpty();
            other.rollback();
            assertThat(feed.poll()).containsExactly(2L);
        }
    }

    @Test
    void moreThanOnePollTakes() throws SQLException {
        try (var connection = postgres.connect()) {
            Sql.execute(connection, "DROP TABLE event");
            Feed.create(connection);
            Sql.execute(connection, "INSERT INTO event SELECT FROM generate_series(1, 1500)"); // by one transaction
            var feed = Feed.byTransaction(connection);
            assertThat(feed.poll()).hasSize(1000).startsWith(1L).endsWith(1000L);
            assertThat(feed.poll()).hasSize(500).startsWith(1001L).endsWith(1500L);
            assertThat(feed.poll()).isEmpty();
        }
    }

    private String anotherDatabase(Connection connection) throws SQLException {
        return postgres.url().replace("/" + connection.getCatalog(), "/postgres");
    }
}
