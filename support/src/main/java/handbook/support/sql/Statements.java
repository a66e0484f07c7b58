package handbook.support.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.MethodExecutionContext;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/// Keeps the SQL text of every statement that goes through a data source, and counts what comes back: figures that no
/// timing can blur.
///
/// A batch is one execution, however many rows it carries.
public final class Statements {
    private final List<String> executed = new CopyOnWriteArrayList<>();
    private final LongAdder rows = new LongAdder();
    private final LongAdder values = new LongAdder();
    private final DataSource dataSource;
    private volatile @Nullable QueryInfo last;

    /// @param real the data source that does the work
    public Statements(DataSource real) {
        dataSource = ProxyDataSourceBuilder.create(real)
                .afterQuery((execution, queries) -> keep(queries)).proxyResultSet().afterMethod(this::countRow).build();
    }

    private void keep(List<QueryInfo> queries) {
        executed.addAll(queries.stream().map(QueryInfo::getQuery).distinct().toList());
        if (!queries.isEmpty()) {
            last = queries.getLast();
        }
    }

    private void countRow(MethodExecutionContext call) {
        if (call.getTarget() instanceof ResultSet result && call.getMethod().getName().equals("next")
                && Boolean.TRUE.equals(call.getResult())) {
            rows.increment();
            try {
                values.add(result.getMetaData().getColumnCount());
            } catch (SQLException e) {
                throw new IllegalStateException("a result that does not know its columns", e);
            }
        }
    }

    /// The data source to use in place of the real one.
    ///
    /// @return a data source whose statements are kept
    public DataSource dataSource() {
        return dataSource;
    }

    /// What was executed since the last [#clear], in order.
    ///
    /// @return the SQL texts, with `?` for parameters
    public List<String> executed() {
        return List.copyOf(executed);
    }

    /// How many statements were executed since the last [#clear].
    ///
    /// @return the count
    public int count() {
        return executed.size();
    }

    /// The plan of the last statement, executed once more with the values that it had: what a library's query really
    /// costs.
    ///
    /// @param connection where it is executed
    /// @return its plan
    /// @throws SQLException when it fails
    public Plan planOfLast(Connection connection) throws SQLException {
        var query = Objects.requireNonNull(last, "nothing was executed");
        var parameters = query.getParametersList().getLast().stream()
                .sorted(Comparator.comparingInt(set -> (int) set.getArgs()[0])).map(Statements::value).toArray();
        return Plan.of(connection, query.getQuery(), parameters);
    }

    private static @Nullable Object value(ParameterSetOperation set) {
        return ParameterSetOperation.isSetNullParameterOperation(set) ? null : set.getArgs()[1];
    }

    /// How many rows were read from results since the last [#clear].
    ///
    /// @return the count
    public long rows() {
        return rows.sum();
    }

    /// How many values the rows read had: a row of three columns counts three.
    ///
    /// @return the count
    public long values() {
        return values.sum();
    }

    /// Forgets what was executed and read so far.
    public void clear() {
        executed.clear();
        rows.reset();
        values.reset();
    }
}
