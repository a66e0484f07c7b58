package handbook.core.orm;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Makes records of rows: a component `placedAt` takes the column `placed_at`.
///
/// @param <R> the record
final class RecordMapper<R extends Record> {
    private final Constructor<R> constructor;
    private final RecordComponent[] components;
    private final Class<?>[] wrapped;

    /// @param type its components have types that `ResultSet.getObject` gives, or primitive ones
    RecordMapper(Class<R> type) {
        components = type.getRecordComponents();
        try {
            constructor = type.getDeclaredConstructor(
                    Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is no record", e);
        }
        constructor.setAccessible(true);
        wrapped = MethodType.methodType(void.class, constructor.getParameterTypes()).wrap().parameterArray();
    }

    /// All rows that are left.
    ///
    /// @throws SQLException when a column is missing, has another type, or is NULL where the component is primitive
    List<R> all(ResultSet rows) throws SQLException {
        var columns = new int[components.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.findColumn(column(components[i]));
        }
        var records = new ArrayList<R>();
        while (rows.next()) {
            records.add(record(rows, columns));
        }
        return records;
    }

    private R record(ResultSet rows, int[] columns) throws SQLException {
        var values = new @Nullable Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = rows.getObject(columns[i], wrapped[i]);
            var type = components[i].getType();
            if (values[i] == null && type.isPrimitive()) {
                throw new SQLException("column " + column(components[i]) + " is NULL, but "
                        + constructor.getDeclaringClass().getSimpleName() + " wants an " + type);
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("a row is no " + constructor.getDeclaringClass().getSimpleName(), e);
        }
    }

    private static String column(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
