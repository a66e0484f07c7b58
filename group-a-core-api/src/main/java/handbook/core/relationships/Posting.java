package handbook.core.relationships;

import org.jspecify.annotations.Nullable;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;

/// One-to-one: a post and its details, with the reference on either side.
final class Posting {
    private Posting() {}

    // @start region=wrong-side
    @Entity(name = "CuriousPost")
    static class CuriousPost {
        @Id
        long id;
        @OneToOne(mappedBy = "post", fetch = FetchType.LAZY)
        @Nullable
        CuriousDetails details; // null or a proxy? Only the other table knows, so it is asked
    }

    @Entity(name = "CuriousDetails")
    static class CuriousDetails {
        @Id
        long id;
        @OneToOne(fetch = FetchType.LAZY)
        @Nullable
        CuriousPost post;
    }
    // @end

    // @start region=maps-id
    @Entity(name = "Post")
    static class Post {
        @Id
        long id;
    }

    @Entity(name = "Details")
    static class Details {
        @Id
        long id;
        @OneToOne(fetch = FetchType.LAZY, optional = false)
        @MapsId // primary key and foreign key in one column: found by the post's id
        @Nullable
        Post post;
    }
    // @end
}
