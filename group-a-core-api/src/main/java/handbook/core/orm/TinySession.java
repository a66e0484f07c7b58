package handbook.core.orm;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// What an ORM's session does: an identity map, a snapshot of what was read, and a flush that finds the differences.
///
/// Tables and columns are names in the program, never from outside: they cannot be bound.
final class TinySession {
    record Key(String table, long id) {}

    /// A row as an object: whoever changes `values` need not say so.
    record Row(Key key, Map<String, @Nullable Object> values) {}

    private final Connection connection;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    private final Map<Key, Map<String, @Nullable Object>> snapshots = new HashMap<>();
    private final List<Key> removed = new ArrayList<>();

    TinySession(Connection connection) {
        this.connection = connection;
    }

    /// The row with this key: within a session always the same object, and read once.
    Optional<Row> find(String table, long id) throws SQLException {
        var key = new Key(table, id);
        if (removed.contains(key)) {
            return Optional.empty();
        }
        if (!rows.containsKey(key)) {
            try (var query = connection.prepareStatement("SELECT * FROM " + table + " WHERE id = ?")) {
                query.setLong(1, id);
                try (var result = query.executeQuery()) {
                    if (result.next()) {
                        var values = new LinkedHashMap<String, @Nullable Object>();
                        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                            values.put(result.getMetaData().getColumnName(i), result.getObject(i));
                        }
                        rows.put(key, new Row(key, values));
                        snapshots.put(key, new HashMap<>(values));
                    }
                }
            }
        }
        return Optional.ofNullable(rows.get(key));
    }

    /// A new row, inserted by the next flush.
    void persist(String table, long id, Map<String, Object> values) {
        var key = new Key(table, id);
        var all = new TreeMap<String, @Nullable Object>(values);
        all.put("id", id);
        if (rows.putIfAbsent(key, new Row(key, all)) != null) {
            throw new IllegalArgumentException("the session has " + key + " already");
        }
    }

    /// The row is deleted by the next flush.
    void remove(Row row) {
        rows.remove(row.key());
        if (snapshots.remove(row.key()) != null) {
            removed.add(row.key());
        }
    }

    // @start region=flush
    /// Sends what has changed, whatever the order in which it changed: inserts and updates first, deletes last.
    void flush() throws SQLException {
        for (var row : rows.values()) {
            var old = snapshots.get(row.key());
            if (old == null) {
                insert(row);
            } else if (!old.equals(row.values())) {
                update(row, old);
            }
            snapshots.put(row.key(), new HashMap<>(row.values()));
        }
        for (var key : removed) {
            execute("DELETE FROM " + key.table() + " WHERE id = ?", List.of(key.id()));
        }
        removed.clear();
    }
    // @end

    private void insert(Row row) throws SQLException {
        execute("INSERT INTO " + row.key().table() + " (" + String.join(", ", row.values().keySet()) + ") VALUES (?"
                + ", ?".repeat(row.values().size() - 1) + ")", new ArrayList<>(row.values().values()));
    }

    private void update(Row row, Map<String, @Nullable Object> old) throws SQLException {
        var changed = new LinkedHashMap<>(row.values());
        changed.entrySet().removeAll(old.entrySet());
        var parameters = new ArrayList<@Nullable Object>(changed.values());
        parameters.add(row.key().id());
        execute("UPDATE " + row.key().table() + " SET " + String.join(" = ?, ", changed.keySet()) + " = ? WHERE id = ?",
                parameters);
    }

    private void execute(String sql, List<@Nullable Object> parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            statement.executeUpdate();
        }
    }
}
