package handbook.core.pagination;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import handbook.core.pagination.Items.Item;
import handbook.core.pagination.LibraryTrapExample.Sent;
import handbook.core.pagination.Pager.ItemRow;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import handbook.support.sql.Sql;

/// Hand and libraries: the same rows in the same order. What they cost differs.
@TestInstance(Lifecycle.PER_CLASS)
class PagerContractTest {
    private final Postgres postgres = Postgres.open();
    private final Orm orm = Orm.onTables(postgres, ItemRow.class);
    private Connection connection;

    @BeforeAll
    void create() throws SQLException {
        connection = postgres.connect();
        Items.create(connection, 0);
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        orm.close();
        postgres.close();
    }

    List<Arguments> pagers() {
        return List.of(Arguments.argumentSet("by hand", Pager.byHand(connection)),
                Arguments.argumentSet("jOOQ seek",
                        Pager.byJooq(DSL.using(postgres.dataSource(), SQLDialect.POSTGRES))),
                Arguments.argumentSet("Hibernate KeyedPage", Pager.byHibernate(orm.sessions())),
                Arguments.argumentSet("Hibernate, repaired", Pager.byHibernateRepaired(orm.sessions())));
    }

    @ParameterizedTest
    @MethodSource("pagers")
    @DisplayName("By hand, by jOOQ's seek and by Hibernate a walk gives each row once and in order, also where many share a time")
    void walk(Pager pager) throws SQLException {
        assertWalk(pager, Items.ORDER.orderBy());
    }

    private void assertWalk(Pager pager, String order) throws SQLException {
        for (int seed = 1; seed <= 5; seed++) {
            fill(new Random(seed));
            var walked = new ArrayList<Item>();
            var page = pager.page(null, 7);
            while (!page.isEmpty() && walked.size() <= 40) {
                walked.addAll(page);
                page = pager.page(page.getLast(), 7);
            }
            assertThat(walked).as("seed %d", seed)
                    .isEqualTo(Items.query(connection, "SELECT id, created, title FROM item " + order, List.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mixedDirections(boolean repaired) throws SQLException {
        assertWalk(LibraryTrapExample.mixed(DSL.using(postgres.dataSource(), SQLDialect.POSTGRES), repaired),
                "ORDER BY created DESC, id");
    }

    @ParameterizedTest
    @MethodSource("pagers")
    @DisplayName("The row of the cursor may be gone: the page behind it is the same")
    void deletedRow(Pager pager) throws SQLException {
        fill(new Random(1));
        var last = pager.page(null, 7).getLast();
        var before = pager.page(last, 7);
        Sql.execute(connection, "DELETE FROM item WHERE id = " + last.id());
        assertThat(pager.page(last, 7)).isEqualTo(before).hasSize(7);
    }

    private void fill(Random random) throws SQLException {
        Sql.execute(connection, "TRUNCATE item");
        var rows = new ArrayList<String>();
        for (int id = 1; id <= 40; id++) {
            rows.add("(" + id + ", timestamptz '2026-01-01 00:00Z' + " + random.nextInt(12)
                    + " * interval '1 microsecond', 'item')");
        }
        Sql.execute(connection, "INSERT INTO item VALUES " + String.join(", ", rows));
    }

    @Test
    @DisplayName("Hibernate's KeyedPage sends the OR form, and jOOQ's seek does for mixed directions: half of the table is read and thrown away; each repaired, at most the ties")
    void whatIsSent() throws SQLException {
        try (var other = Postgres.open()) {
            var all = LibraryTrapExample.run(other, 20_000);
            for (var library : List.of("Hibernate KeyedPage", "jOOQ, mixed order")) {
                assertThat(sent(all, library).where()).contains(" or ");
                assertThat(sent(all, library).removed()).isGreaterThanOrEqualTo(10_000);
            }
            for (var library : List.of("Hibernate, repaired", "jOOQ seek", "by hand")) {
                assertThat(sent(all, library).where()).doesNotContainIgnoringCase(" or ");
                assertThat(sent(all, library).removed()).isZero();
                assertThat(sent(all, library).first()).isEqualTo(9_999);
            }
            assertThat(sent(all, "jOOQ, mixed, repaired").removed()).isLessThanOrEqualTo(3);
            assertThat(sent(all, "jOOQ, mixed, repaired").first())
                    .isEqualTo(sent(all, "jOOQ, mixed order").first());
        }
    }

    private static Sent sent(List<Sent> all, String library) {
        return all.stream().filter(sent -> sent.library().equals(library)).findFirst().orElseThrow();
    }
}
