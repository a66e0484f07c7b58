package handbook.core.relationships;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;

/// A parent with two collections: sons and daughters.
final class Bags {
    private Bags() {}

    @Entity(name = "BagParent")
    static class BagParent {
        @Id
        long id;
        @OneToMany
        List<Child> sons = new ArrayList<>();
        @OneToMany
        List<Child> daughters = new ArrayList<>();
    }

    @Entity(name = "SetParent")
    static class SetParent {
        @Id
        long id;
        @OneToMany(mappedBy = "father")
        Set<Son> sons = new HashSet<>();
        @OneToMany(mappedBy = "mother")
        Set<Daughter> daughters = new HashSet<>();
    }

    @Entity(name = "Child")
    static class Child {
        @Id
        long id;
    }

    @Entity(name = "Son")
    static class Son {
        @Id
        long id;
        @ManyToOne
        @Nullable
        SetParent father;
    }

    @Entity(name = "Daughter")
    static class Daughter {
        @Id
        long id;
        @ManyToOne
        @Nullable
        SetParent mother;
    }
}
