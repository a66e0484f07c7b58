package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.core.relationships.StatementCountExample.Sent;
import handbook.support.server.Postgres;

class StatementCountTest {
    private static Postgres postgres;
    private static List<Sent> all;

    @BeforeAll
    static void run() throws SQLException {
        postgres = Postgres.open();
        all = StatementCountExample.run(postgres, 5, 10);
    }

    @AfterAll
    static void close() {
        postgres.close();
    }

    private static List<String> sql(String mapping) {
        return all.stream().filter(sent -> sent.mapping().equals(mapping)).findFirst().orElseThrow().sql();
    }

    private static List<String> verbs(String mapping) {
        return sql(mapping).stream().map(sql -> sql.split(" ", 2)[0]).toList();
    }

    @Test
    @DisplayName("An article that loses one of five tags: from a List all five rows are deleted by one statement and four inserted again")
    void listOfTags() {
        assertThat(verbs("@ManyToMany List")).containsExactly("delete", "insert", "insert", "insert", "insert");
        assertThat(sql("@ManyToMany List").getFirst()).endsWith("where ListArticle_id=?");
    }

    @Test
    @DisplayName("From a Set one row is deleted, found by both of its keys")
    void setOfTags() {
        assertThat(sql("@ManyToMany Set")).singleElement().asString()
                .endsWith("where SetArticle_id=? and tags_name=?");
    }

    @Test
    @DisplayName("Ten posts with a lazy one-to-one, mapped from the side without the foreign key, are eleven queries")
    void wrongSide() {
        assertThat(verbs("lazy @OneToOne(mappedBy)")).hasSize(11).containsOnly("select");
    }

    @Test
    @DisplayName("Mapped from the details by `@MapsId`, ten posts are one query")
    void mapsId() {
        assertThat(verbs("@MapsId in the details")).containsExactly("select");
    }

    @Test
    @DisplayName("An order with five items: `@OneToMany` alone makes a third table and sends eleven INSERTs")
    void junction() {
        assertThat(verbs("@OneToMany alone")).hasSize(11).containsOnly("insert");
        assertThat(sql("@OneToMany alone")).filteredOn(sql -> sql.contains("JunctionOrder_Item")).hasSize(5);
    }

    @Test
    @DisplayName("With `@JoinColumn` on the one side each item costs an INSERT and an UPDATE")
    void joinColumn() {
        assertThat(verbs("@OneToMany @JoinColumn")).filteredOn("insert"::equals).hasSize(6);
        assertThat(verbs("@OneToMany @JoinColumn")).filteredOn("update"::equals).hasSize(5);
    }

    @Test
    @DisplayName("Mapped from the many side each item costs one INSERT")
    void manySide() {
        assertThat(verbs("@ManyToOne in the item")).hasSize(6).containsOnly("insert");
    }
}
