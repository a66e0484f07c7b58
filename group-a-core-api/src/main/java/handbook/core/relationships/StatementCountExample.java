package handbook.core.relationships;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.hibernate.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.relationships.Ordering.ColumnOrder;
import handbook.core.relationships.Ordering.Item;
import handbook.core.relationships.Ordering.JunctionOrder;
import handbook.core.relationships.Ordering.OwnedItem;
import handbook.core.relationships.Ordering.PlainOrder;
import handbook.core.relationships.Posting.CuriousDetails;
import handbook.core.relationships.Posting.CuriousPost;
import handbook.core.relationships.Posting.Details;
import handbook.core.relationships.Posting.Post;
import handbook.core.relationships.Tagging.ListArticle;
import handbook.core.relationships.Tagging.SetArticle;
import handbook.core.relationships.Tagging.Tag;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The same relation, mapped in two ways: how many statements does each send?
///
/// *Predict*: an article has 5 tags and loses one. How many rows are deleted when the field is a `List`? 10 posts are
/// loaded, each with one row of details that is mapped as lazy: how many queries?
///
/// *Run*: `mvn -q compile exec:exec@rel-statement-count -pl group-a-core-api -am [-Dargs="--children=20"]`
///
/// *Why*: what is sent follows from who holds the foreign key and from what tells one row from another. A bag has nothing
/// that does, so all its rows go and the rest comes back. A post cannot know whether it has details without asking their
/// table. And whoever writes the key from the one side writes it in a second statement.
///
/// The captured output lies in `docs/output/rel-statement-count.txt`.
@Command(name = "rel-statement-count", description = "statements sent by mappings of the same relation")
public final class StatementCountExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(StatementCountExample.class);

    @Size(usual = 5, quick = 5, min = 2, max = 100)
    @Option(names = "--children", paramLabel = "N", description = "tags of an article, items of an order")
    int children;

    @Size(usual = 10, quick = 10, min = 1, max = 1_000)
    @Option(names = "--posts", paramLabel = "N", description = "posts with one row of details each")
    int posts;

    /// What a mapping sent.
    ///
    /// @param act what was done
    /// @param mapping how the relation was mapped
    /// @param sql the statements, a batch as one
    record Sent(String act, String mapping, List<String> sql) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new StatementCountExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            var table = new Table("what is done", "mapping", "statements", "SELECT", "INSERT", "UPDATE", "DELETE");
            for (var sent : run(postgres, children, posts)) {
                table.row(sent.act(), sent.mapping(), sent.sql().size(), count(sent, "select"), count(sent, "insert"),
                        count(sent, "update"), count(sent, "delete"));
            }
            table.print(LOG::info);
        }
    }

    private static long count(Sent sent, String verb) {
        return sent.sql().stream().filter(sql -> sql.startsWith(verb)).count();
    }

    static List<Sent> run(Postgres postgres, int children, int posts) {
        return List.of(listLosesOne(postgres, children), setLosesOne(postgres, children),
                postsFromWrongSide(postgres, posts), postsByMapsId(postgres, posts),
                orderWithJunction(postgres, children), orderWithColumn(postgres, children),
                orderFromManySide(postgres, children));
    }

    private static Sent listLosesOne(Postgres postgres, int tags) {
        try (var orm = Orm.withItsTables(postgres, Tag.class, ListArticle.class)) {
            orm.run(session -> {
                var article = new ListArticle();
                article.tags.addAll(newTags(session, tags));
                session.persist(article);
            });
            return new Sent("an article loses a tag", "@ManyToMany List",
                    orm.writes(session -> session.find(ListArticle.class, 0L).tags.removeFirst()));
        }
    }

    private static Sent setLosesOne(Postgres postgres, int tags) {
        try (var orm = Orm.withItsTables(postgres, Tag.class, SetArticle.class)) {
            orm.run(session -> {
                var article = new SetArticle();
                article.tags.addAll(newTags(session, tags));
                session.persist(article);
            });
            return new Sent("an article loses a tag", "@ManyToMany Set", orm.writes(session -> session
                    .find(SetArticle.class, 0L).tags.removeIf(tag -> tag.name.equals("tag 1"))));
        }
    }

    private static List<Tag> newTags(Session session, int count) {
        var tags = IntStream.rangeClosed(1, count).mapToObj(i -> Tag.named("tag " + i)).toList();
        tags.forEach(session::persist);
        return tags;
    }

    private static Sent postsFromWrongSide(Postgres postgres, int posts) {
        try (var orm = Orm.withItsTables(postgres, CuriousPost.class, CuriousDetails.class)) {
            orm.run(session -> LongStream.range(0, posts).forEach(id -> {
                var post = new CuriousPost();
                post.id = id;
                session.persist(post);
                var details = new CuriousDetails();
                details.id = id;
                details.post = post;
                session.persist(details);
            }));
            return new Sent("posts are listed", "lazy @OneToOne(mappedBy)",
                    orm.run(session -> session.createQuery("from CuriousPost", CuriousPost.class).list()));
        }
    }

    private static Sent postsByMapsId(Postgres postgres, int posts) {
        try (var orm = Orm.withItsTables(postgres, Post.class, Details.class)) {
            orm.run(session -> LongStream.range(0, posts).forEach(id -> {
                var post = new Post();
                post.id = id;
                session.persist(post);
                var details = new Details();
                details.post = post;
                session.persist(details);
            }));
            return new Sent("posts are listed", "@MapsId in the details",
                    orm.run(session -> session.createQuery("from Post", Post.class).list()));
        }
    }

    private static Sent orderWithJunction(Postgres postgres, int items) {
        try (var orm = Orm.withItsTables(postgres, JunctionOrder.class, Item.class)) {
            return new Sent("an order is stored", "@OneToMany alone", orm.run(session -> {
                var order = new JunctionOrder();
                LongStream.range(0, items).forEach(id -> order.items.add(Ordering.item(id)));
                session.persist(order);
            }));
        }
    }

    private static Sent orderWithColumn(Postgres postgres, int items) {
        try (var orm = Orm.withItsTables(postgres, ColumnOrder.class, Item.class)) {
            return new Sent("an order is stored", "@OneToMany @JoinColumn", orm.run(session -> {
                var order = new ColumnOrder();
                LongStream.range(0, items).forEach(id -> order.items.add(Ordering.item(id)));
                session.persist(order);
            }));
        }
    }

    private static Sent orderFromManySide(Postgres postgres, int items) {
        try (var orm = Orm.withItsTables(postgres, PlainOrder.class, OwnedItem.class)) {
            return new Sent("an order is stored", "@ManyToOne in the item", orm.run(session -> {
                var order = new PlainOrder();
                LongStream.range(0, items).forEach(id -> order.add(Ordering.ownedItem(id)));
                session.persist(order);
            }));
        }
    }
}
