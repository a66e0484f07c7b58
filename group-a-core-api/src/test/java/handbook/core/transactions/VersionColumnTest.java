package handbook.core.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Version;

/// Two users open the same page, and both save.
class VersionColumnTest {
    private static Postgres postgres;
    private static Orm orm;

    // @start region=version
    @Entity(name = "Page")
    static class Page {
        @Id
        long id;
        String text = "";
        @Version
        int version;
    }
    // @end

    @Entity(name = "UnversionedPage")
    static class UnversionedPage {
        @Id
        long id;
        String text = "";
    }

    @BeforeAll
    static void open() {
        postgres = Postgres.open();
        orm = Orm.withItsTables(postgres, Page.class, UnversionedPage.class);
        orm.run(session -> {
            session.persist(new Page());
            session.persist(new UnversionedPage());
        });
    }

    @AfterAll
    static void close() {
        orm.close();
        postgres.close();
    }

    private static void save(Session session) {
        session.beginTransaction();
        session.getTransaction().commit();
    }

    @Test
    @DisplayName("With @Version the second saver gets an OptimisticLockException, and the first one's text stays")
    void version() {
        try (var first = orm.sessions().openSession(); var second = orm.sessions().openSession()) {
            first.find(Page.class, 0L).text = "first";
            second.find(Page.class, 0L).text = "second";
            save(first);
            assertThatThrownBy(() -> save(second)).isInstanceOf(OptimisticLockException.class);
        }
        String text = orm.sessions().fromSession(session -> session.find(Page.class, 0L).text);
        assertThat(text).isEqualTo("first");
    }

    @Test
    @DisplayName("Without it the second one overwrites the first one's text, and nobody is told")
    void noVersion() {
        try (var first = orm.sessions().openSession(); var second = orm.sessions().openSession()) {
            first.find(UnversionedPage.class, 0L).text = "first";
            second.find(UnversionedPage.class, 0L).text = "second";
            save(first);
            save(second);
        }
        String text = orm.sessions().fromSession(session -> session.find(UnversionedPage.class, 0L).text);
        assertThat(text).isEqualTo("second");
    }
}
