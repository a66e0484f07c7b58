package handbook.support.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The plan of a statement, executed and counted by the server:
/// [EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)](https://www.postgresql.org/docs/18/sql-explain.html).
///
/// @param root the topmost node
public record Plan(Node root) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// A node of a plan. Counts are totals over all of its loops, of which the server tells the mean: of the rows with
    /// two decimals, of those removed with none, so that a few removed in many loops (the inner side of a nested loop)
    /// are 0 here.
    ///
    /// @param type as EXPLAIN calls it, for example `Index Scan`
    /// @param index the index that it reads, where it reads one
    /// @param rows rows that it gave its parent
    /// @param rowsRemoved rows that it read and threw away (by a filter, a join filter or a recheck)
    /// @param pages 8 KiB pages that it and its children touched in the buffer cache, or read into it
    /// @param details all that the server says of it
    /// @param children the nodes that it gets its rows from
    public record Node(String type, Optional<String> index, long rows, long rowsRemoved, long pages, JsonNode details,
            List<Node> children) {
        private Stream<Node> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Node::all));
        }
    }

    /// Executes a statement and reads its plan. Its effects stay, as far as the transaction does.
    ///
    /// @param connection where it is executed
    /// @param sql the statement, with `?` for parameters
    /// @param parameters their values
    /// @return its plan
    /// @throws SQLException when the statement fails
    public static Plan of(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (var result = statement.executeQuery()) {
                result.next();
                return new Plan(node(JSON.readTree(result.getString(1)).get(0).get("Plan")));
            }
        }
    }

    private static Node node(JsonNode details) {
        var loops = details.path("Actual Loops").asDouble(1);
        var removed = Stream.of("Filter", "Join Filter", "Index Recheck")
                .mapToDouble(why -> details.path("Rows Removed by " + why).asDouble(0)).sum();
        var children = new ArrayList<Node>();
        details.path("Plans").forEach(child -> children.add(node(child)));
        return new Node(details.path("Node Type").asString(),
                Optional.ofNullable(details.path("Index Name").asString(null)),
                Math.round(details.path("Actual Rows").asDouble(0) * loops), Math.round(removed * loops),
                details.path("Shared Hit Blocks").asLong(0) + details.path("Shared Read Blocks").asLong(0), details,
                children);
    }

    /// All nodes, parents before children.
    ///
    /// @return the nodes
    public List<Node> nodes() {
        return root.all().toList();
    }

    /// The nodes' types, parents before children.
    ///
    /// @return for example `Limit`, `Index Scan`
    public List<String> types() {
        return nodes().stream().map(Node::type).toList();
    }

    /// The indexes that the plan reads.
    ///
    /// @return their names, each once
    public List<String> indexes() {
        return nodes().stream().flatMap(node -> node.index().stream()).distinct().toList();
    }

    /// Rows that were read and thrown away anywhere in the plan.
    ///
    /// @return their number
    public long rowsRemoved() {
        return nodes().stream().mapToLong(Node::rowsRemoved).sum();
    }

    /// Pages touched by the whole statement.
    ///
    /// @return their number, 8 KiB each
    public long pages() {
        return root.pages();
    }
}
