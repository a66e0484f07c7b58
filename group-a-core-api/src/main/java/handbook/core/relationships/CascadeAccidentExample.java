package handbook.core.relationships;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.hibernate.exception.ConstraintViolationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import handbook.core.relationships.Tagging.Tag;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.example.Size;
import handbook.support.server.Postgres;
import handbook.support.sql.Orm;
import handbook.support.sql.Sql;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// One article is deleted. What goes with it?
///
/// *Predict*: 42 articles share their tags, and the relation cascades "all". One article is deleted. How many of the other
/// 41 still have all of their tags?
///
/// *Run*: `mvn -q compile exec:exec@rel-cascade-accident -pl group-a-core-api -am [-Dargs="--articles=5"]`
///
/// *Why*: a cascade says that the other end is a part, which lives and dies with its owner. A tag is no part. Removed with
/// one article, it is missing from all; only a foreign key without ON DELETE CASCADE stands in between, and refuses.
///
/// The captured output lies in `docs/output/rel-cascade-accident.txt`.
@Command(name = "rel-cascade-accident", description = "deleting one article, with and without a cascade to its tags")
public final class CascadeAccidentExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(CascadeAccidentExample.class);
    private static final int TAGS = 3;

    @Size(usual = 42, quick = 42, min = 2, max = 1_000)
    @Option(names = "--articles", paramLabel = "N", description = "articles that share three tags")
    int articles;

    // @start region=cascade
    @Entity(name = "AllArticle")
    static class AllArticle {
        @Id
        long id;
        @ManyToMany(cascade = CascadeType.ALL)
        @JoinTable(name = "article_tag", joinColumns = @JoinColumn(name = "article_id"), inverseJoinColumns = @JoinColumn(name = "tag_name"))
        Set<Tag> tags = new HashSet<>();
    }

    @Entity(name = "PlainArticle")
    static class PlainArticle {
        @Id
        long id;
        @ManyToMany // no cascade: tags are nobody's parts
        @JoinTable(name = "article_tag", joinColumns = @JoinColumn(name = "article_id"), inverseJoinColumns = @JoinColumn(name = "tag_name"))
        Set<Tag> tags = new HashSet<>();
    }
    // @end

    /// What was left when one article had been deleted.
    ///
    /// @param mapping how the relation cascades
    /// @param schema what the foreign key to the tags says
    /// @param refused whether the database refused, so that all is as before
    /// @param articles that are left
    /// @param tags that are left
    /// @param poorer of the articles that are left, those that have lost tags
    record Left(String mapping, String schema, boolean refused, long articles, long tags, long poorer) {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new CascadeAccidentExample(), args);
    }

    @Override
    public void call() throws SQLException {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            print(run(postgres, articles));
        }
    }

    private static void print(List<Left> all) {
        var table = new Table("cascade in the mapping", "foreign key to tag", "the delete", "articles left",
                "tags left",
                "articles that lost tags");
        for (var left : all) {
            table.row(left.mapping(), left.schema(), left.refused() ? "refused" : "done", left.articles(), left.tags(),
                    left.poorer());
        }
        table.print(LOG::info);
    }

    static List<Left> run(Postgres postgres, int articles) throws SQLException {
        var left = new ArrayList<Left>();
        for (var onDelete : List.of("ON DELETE CASCADE", "ON DELETE NO ACTION")) {
            left.add(delete(postgres, AllArticle.class, "ALL", onDelete, articles));
        }
        left.add(delete(postgres, PlainArticle.class, "none", "ON DELETE CASCADE", articles));
        left.add(delete(postgres, PlainArticle.class, "none", "ON DELETE NO ACTION", articles));
        return left;
    }

    private static Left delete(Postgres postgres, Class<?> article, String mapping, String onDelete, int articles)
            throws SQLException {
        createTables(postgres, article, onDelete, articles);
        boolean refused = false;
        try (var orm = Orm.onTables(postgres, Tag.class, article)) {
            orm.run(session -> session.remove(session.find(article, 1L)));
        } catch (ConstraintViolationException e) {
            refused = true;
        }
        var table = article.getSimpleName();
        try (var connection = postgres.connect()) {
            return new Left(mapping, onDelete, refused, count(connection, table), count(connection, "tag"),
                    count(connection, table
                            + " WHERE (SELECT count(*) FROM article_tag WHERE article_id = id) < " + TAGS));
        }
    }

    private static void createTables(Postgres postgres, Class<?> article, String onDelete, int articles)
            throws SQLException {
        var name = article.getSimpleName();
        try (var connection = postgres.connect()) {
            Sql.execute(connection, "DROP TABLE IF EXISTS article_tag, tag, " + name,
                    "CREATE TABLE " + name + " (id bigint PRIMARY KEY)",
                    "CREATE TABLE tag (name text PRIMARY KEY)",
                    "CREATE TABLE article_tag (article_id bigint REFERENCES " + name + " ON DELETE CASCADE,"
                            + " tag_name text REFERENCES tag " + onDelete
                            + ", PRIMARY KEY (article_id, tag_name))",
                    "CREATE INDEX ON article_tag (tag_name, article_id)",
                    "INSERT INTO " + name + " SELECT generate_series(1, " + articles + ")",
                    "INSERT INTO tag VALUES ('java'), ('sql'), ('orm')",
                    "INSERT INTO article_tag SELECT id, name FROM " + name + ", tag");
        }
    }

    private static long count(Connection connection, String from) throws SQLException {
        return Sql.number(connection, "SELECT count(*) FROM " + from);
    }
}
