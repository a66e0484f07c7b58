package handbook.support.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.hibernate.cfg.BatchSettings;
import org.hibernate.exception.SQLGrammarException;
import org.junit.jupiter.api.Test;

import handbook.support.server.Postgres;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

class OrmTest {
    @Entity(name = "Sheep")
    static class Sheep {
        @Id
        int id;

        protected Sheep() {
        }

        Sheep(int id) {
            this.id = id;
        }
    }

    @Test
    void whatIsSentIsKeptAndSettingsCount() {
        try (var postgres = Postgres.open()) {
            try (var orm = Orm.withItsTables(postgres, Sheep.class)) {
                var sent = orm.run(session -> {
                    session.persist(new Sheep(1));
                    session.persist(new Sheep(2));
                });
                assertThat(sent).hasSize(2);
            }
            var settings = Map.of(BatchSettings.STATEMENT_BATCH_SIZE, 10);
            try (var orm = Orm.onTables(postgres, settings, Sheep.class)) {
                var sent = orm.writes(session -> {
                    session.createQuery("from Sheep", Sheep.class).list();
                    session.persist(new Sheep(3));
                    session.persist(new Sheep(4));
                });
                assertThat(sent).hasSize(1); // a batch of two, and the select is no write
            }
        }
    }

    @Test
    void tablesThatAreNotThereAreNotMade() {
        try (var postgres = Postgres.open(); var orm = Orm.onTables(postgres, Sheep.class)) {
            assertThatThrownBy(() -> orm.run(session -> session.find(Sheep.class, 1)))
                    .isInstanceOf(SQLGrammarException.class);
        }
    }
}
