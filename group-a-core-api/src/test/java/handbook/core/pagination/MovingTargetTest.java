package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import handbook.core.pagination.MovingTargetExample.Walk;
import handbook.support.server.Postgres;

@TestInstance(Lifecycle.PER_CLASS)
class MovingTargetTest {
    private List<Walk> walks = List.of();

    @BeforeAll
    void run() throws SQLException {
        try (var postgres = Postgres.open()) {
            walks = MovingTargetExample.run(postgres);
        }
    }

    private Walk walk(String list, String reader) {
        return walks.stream().filter(walk -> walk.list().startsWith(list) && walk.reader().equals(reader)).findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("OFFSET repeats rows while others are added, and loses rows while read ones are deleted; a keyset does neither")
    void movingList() {
        assertThat(walk("rows are added", "OFFSET").repeated()).isNotEmpty();
        assertThat(walk("read rows are deleted", "OFFSET").lost()).isNotEmpty();
        for (var list : List.of("rows are added", "read rows are deleted")) {
            assertThat(walk(list, "keyset").isRight()).isTrue();
            assertThat(walk(list, "keyset").ids()).containsExactlyElementsOf(
                    LongStream.iterate(MovingTargetExample.ROWS, id -> id - 1).limit(MovingTargetExample.ROWS).boxed()
                            .toList());
        }
    }

    @Test
    @DisplayName("A time without a tie-breaker loses the rows that share it, a time cut to milliseconds those within one; both columns as stored lose none")
    void ties() {
        assertThat(walk("rows 0 seconds", "by time alone").lost()).hasSize(9);
        assertThat(walk("rows 70 micro", "in milliseconds").lost()).hasSize(9);
        assertThat(walk("rows 70 micro", "time and id, as stored").isRight()).isTrue();
    }
}
