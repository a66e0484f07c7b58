package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import handbook.core.pagination.LostInFeedExample.Story;

@TestInstance(Lifecycle.PER_CLASS)
class FeedTest {
    private List<Story> stories = List.of();

    @BeforeAll
    void run() throws SQLException {
        try (var postgres = LostInFeedExample.server()) {
            stories = LostInFeedExample.run(postgres);
        }
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
}
