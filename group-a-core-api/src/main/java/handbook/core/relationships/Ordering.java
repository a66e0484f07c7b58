package handbook.core.relationships;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;

/// One-to-many: an order and its items, mapped from the one side and from the many side.
final class Ordering {
    private Ordering() {}

    // @start region=one-side
    @Entity(name = "JunctionOrder")
    static class JunctionOrder {
        @Id
        long id;
        @OneToMany(cascade = CascadeType.PERSIST)
        List<Item> items = new ArrayList<>(); // nothing says where the key is: a third table
    }

    @Entity(name = "ColumnOrder")
    static class ColumnOrder {
        @Id
        long id;
        @OneToMany(cascade = CascadeType.PERSIST)
        @JoinColumn(name = "order_id")
        List<Item> items = new ArrayList<>(); // the key is the order's to write: INSERT first, UPDATE later
    }
    // @end

    @Entity(name = "Item")
    static class Item {
        @Id
        long id;
    }

    // @start region=many-side
    @Entity(name = "PlainOrder")
    static class PlainOrder {
        @Id
        long id;
        @OneToMany(mappedBy = "order", cascade = CascadeType.ALL, orphanRemoval = true)
        List<OwnedItem> items = new ArrayList<>();

        void add(OwnedItem item) {
            items.add(item);
            item.order = this; // the side that counts
        }
    }

    @Entity(name = "OwnedItem")
    static class OwnedItem {
        @Id
        long id;
        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        @Nullable
        PlainOrder order;
    }
    // @end

    static Item item(long id) {
        var item = new Item();
        item.id = id;
        return item;
    }

    static OwnedItem ownedItem(long id) {
        var item = new OwnedItem();
        item.id = id;
        return item;
    }
}
