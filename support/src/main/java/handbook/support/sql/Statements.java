package handbook.support.sql;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;

/// Keeps the SQL text of every statement that goes through a data source: a count that no timing can blur.
///
/// A batch is one execution, however many rows it carries.
public final class Statements {
    private final List<String> executed = new CopyOnWriteArrayList<>();
    private final DataSource dataSource;

    /// @param real the data source that does the work
    public Statements(DataSource real) {
        dataSource = ProxyDataSourceBuilder.create(real).afterQuery((execution, queries) -> executed
                .addAll(queries.stream().map(QueryInfo::getQuery).distinct().toList())).build();
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

    /// Forgets what was executed so far.
    public void clear() {
        executed.clear();
    }
}
