package handbook.core.relationships;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.hibernate.Session;
import org.hibernate.loader.MultipleBagFetchException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import handbook.core.relationships.Bags.BagParent;
import handbook.core.relationships.Bags.Child;
import handbook.core.relationships.Bags.Daughter;
import handbook.core.relationships.Bags.SetParent;
import handbook.core.relationships.Bags.Son;
import handbook.core.relationships.Ordering.OwnedItem;
import handbook.core.relationships.Ordering.PlainOrder;
import handbook.core.relationships.Tagging.Tag;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import handbook.support.sql.Sql;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;

class CollectionsTest {
    private Postgres postgres;

    @BeforeEach
    void open() {
        postgres = Postgres.open();
    }

    @AfterEach
    void close() {
        postgres.close();
    }

    @Test
    @DisplayName("Two Lists fetched by one query are refused: MultipleBagFetchException")
    void twoBags() {
        try (var orm = Orm.withItsTables(postgres, BagParent.class, Child.class)) {
            assertThatThrownBy(() -> orm.run(session -> session
                    .createQuery("from BagParent p join fetch p.sons join fetch p.daughters", BagParent.class).list()))
                    .hasRootCauseInstanceOf(MultipleBagFetchException.class);
        }
    }

    @Test
    @DisplayName("As Sets they are fetched, and multiply: three sons and three daughters arrive in nine rows, by two queries in six")
    void twoSets() throws SQLException {
        try (var orm = Orm.withItsTables(postgres, SetParent.class, Son.class, Daughter.class)) {
            orm.run(CollectionsTest::persistFamily);
            var together = orm.run(session -> session
                    .createQuery("from SetParent p join fetch p.sons join fetch p.daughters", SetParent.class).list());
            assertThat(together).hasSize(1);
            assertThat(rows(together)).isEqualTo(9);
            var apart = orm.run(session -> {
                session.createQuery("from SetParent p join fetch p.sons", SetParent.class).list();
                session.createQuery("from SetParent p join fetch p.daughters", SetParent.class).list();
            });
            assertThat(apart).hasSize(2);
            assertThat(rows(apart)).isEqualTo(6);
        }
    }

    private static void persistFamily(Session session) {
        var parent = new SetParent();
        session.persist(parent);
        LongStream.range(0, 3).forEach(id -> {
            var son = new Son();
            son.id = id;
            son.father = parent;
            session.persist(son);
            var daughter = new Daughter();
            daughter.id = id;
            daughter.mother = parent;
            session.persist(daughter);
        });
    }

    /// How many rows these queries bring.
    private int rows(List<String> queries) throws SQLException {
        int rows = 0;
        try (var connection = postgres.connect()) {
            for (var query : queries) {
                rows += Sql.rows(connection, query).size();
            }
        }
        return rows;
    }

    @Test
    @DisplayName("With orphanRemoval an item that leaves its order's list is deleted")
    void orphan() {
        try (var orm = Orm.withItsTables(postgres, PlainOrder.class, OwnedItem.class)) {
            orm.run(session -> {
                var order = new PlainOrder();
                order.add(Ordering.ownedItem(1));
                order.add(Ordering.ownedItem(2));
                session.persist(order);
            });
            assertThat(orm.writes(session -> session.find(PlainOrder.class, 0L).items.removeFirst()))
                    .containsExactly("delete from OwnedItem where id=?");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "1, 0, 0"})
    @DisplayName("An item moved to another order's list in one session survives when the old order was loaded first, and is deleted when the new one was")
    void moved(long loadedFirst, long loadedNext, long itemsOfNewOrder) throws SQLException {
        try (var orm = Orm.withItsTables(postgres, PlainOrder.class, OwnedItem.class);
                var connection = postgres.connect()) {
            orm.run(session -> {
                var order = new PlainOrder();
                order.add(Ordering.ownedItem(1));
                session.persist(order);
                var other = new PlainOrder();
                other.id = 1;
                session.persist(other);
            });
            orm.run(session -> {
                session.find(PlainOrder.class, loadedFirst);
                session.find(PlainOrder.class, loadedNext);
                var item = session.find(PlainOrder.class, 0L).items.removeFirst();
                session.find(PlainOrder.class, 1L).add(item);
            });
            assertThat(Sql.row(connection, "SELECT count(*), count(*) FILTER (WHERE order_id = 1) FROM OwnedItem"))
                    .containsExactly(itemsOfNewOrder, itemsOfNewOrder);
        }
    }

    @Entity(name = "Shelf")
    static class Shelf {
        @Id
        long id;
        @OneToMany(mappedBy = "shelf")
        List<Book> books = new ArrayList<>();
        @ManyToMany
        @OrderColumn(name = "position")
        List<Tag> tags = new ArrayList<>();
    }

    @Entity(name = "Book")
    static class Book {
        @Id
        long id;
        @ManyToOne
        @Nullable
        Shelf shelf;
    }

    private Orm shelf() {
        var orm = Orm.withItsTables(postgres, Shelf.class, Book.class, Tag.class);
        orm.run(session -> {
            var shelf = new Shelf();
            session.persist(shelf);
            LongStream.range(0, 5).forEach(id -> {
                var book = new Book();
                book.id = id;
                book.shelf = shelf;
                session.persist(book);
                var tag = Tag.named("tag " + id);
                session.persist(tag);
                shelf.tags.add(tag);
            });
        });
        return orm;
    }

    @Test
    @DisplayName("A List behind `mappedBy` writes none of its rows: what is taken out of it keeps its key")
    void bagBehindMappedBy() {
        try (var orm = shelf()) {
            assertThat(orm.writes(session -> session.find(Shelf.class, 0L).books.removeFirst())).isEmpty();
            orm.run(session -> assertThat(session.find(Shelf.class, 0L).books).hasSize(5));
        }
    }

    @Test
    @DisplayName("A junction's List with `@OrderColumn` is no bag: the last of five rows goes by one DELETE, the first of four by one and an UPDATE for each behind it")
    void orderedList() {
        try (var orm = shelf()) {
            assertThat(orm.writes(session -> session.find(Shelf.class, 0L).tags.removeLast()))
                    .containsExactly("delete from Shelf_Tag where Shelf_id=? and position=?");
            assertThat(orm.writes(session -> session.find(Shelf.class, 0L).tags.removeFirst()))
                    .extracting(sql -> sql.split(" ", 2)[0]).containsExactly("delete", "update", "update", "update");
        }
    }
}
