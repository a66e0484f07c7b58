package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

class EntityEqualityTest {
    @Entity(name = "ById")
    static class ById {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        @Override
        public boolean equals(Object other) {
            return other instanceof ById that && that.id == id;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(id);
        }
    }

    @Entity(name = "ByIsbn")
    static class ByIsbn {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
        String isbn = "";

        @Override
        public boolean equals(Object other) {
            return other instanceof ByIsbn that && that.isbn.equals(isbn);
        }

        @Override
        public int hashCode() {
            return Objects.hash(isbn);
        }
    }

    @Test
    @DisplayName("A Set loses an entity whose hash is its generated id as soon as that is given; by a business key it does not")
    void equality() {
        try (var postgres = Postgres.open(); var orm = Orm.withItsTables(postgres, ById.class, ByIsbn.class)) {
            var byId = new ById();
            var byIsbn = new ByIsbn();
            byIsbn.isbn = "978-3-16-148410-0";
            var set = new HashSet<Object>(List.of(byId, byIsbn));
            assertThat(set).contains(byId, byIsbn);
            orm.run(session -> {
                session.persist(byId);
                session.persist(byIsbn);
            });
            assertThat(set.contains(byId)).isFalse();
            assertThat(set.contains(byIsbn)).isTrue();
        }
    }
}
