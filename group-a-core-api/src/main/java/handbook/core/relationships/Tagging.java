package handbook.core.relationships;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;

/// Many-to-many: articles and their tags. The two articles differ in one word.
final class Tagging {
    private Tagging() {}

    @Entity(name = "Tag")
    static class Tag {
        @Id
        String name = "";

        static Tag named(String name) {
            var tag = new Tag();
            tag.name = name;
            return tag;
        }
    }

    // @start region=tagging
    @Entity(name = "ListArticle")
    static class ListArticle {
        @Id
        long id;
        @ManyToMany
        List<Tag> tags = new ArrayList<>(); // no row of a bag can be told from another: all go, the rest comes back
    }

    @Entity(name = "SetArticle")
    static class SetArticle {
        @Id
        long id;
        @ManyToMany
        Set<Tag> tags = new HashSet<>(); // a row is known by its two keys
    }
    // @end
}
