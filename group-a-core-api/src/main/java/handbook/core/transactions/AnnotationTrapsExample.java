package handbook.core.transactions;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import handbook.core.transactions.Traps.CheckedException;
import handbook.core.transactions.Traps.OtherThread;
import handbook.core.transactions.Traps.RequiresNew;
import handbook.core.transactions.Traps.SelfCall;
import handbook.core.transactions.Traps.SwallowedFailure;
import handbook.support.console.Table;
import handbook.support.example.Example;
import handbook.support.example.ExampleRunner;
import handbook.support.server.Postgres;
import picocli.CommandLine.Command;

/// Five methods with Spring's `@Transactional`. What is in the table when they have ended?
///
/// *Predict*: each of them inserts a row or two, and something fails. Which rows are there in the end?
///
/// *Run*: `mvn -q compile exec:exec@tx-annotation-traps -pl group-a-core-api -am`
///
/// *Why*: the annotation is carried out by a proxy around the bean, with a connection bound to the thread. So a call
/// within the bean passes it by, another thread knows nothing of it, and what it does at the end depends on the
/// exception that it sees: unchecked ones roll back, checked ones commit.
///
/// The captured output lies in `docs/output/tx-annotation-traps.txt`.
@Command(name = "tx-annotation-traps", description = "five surprises with @Transactional, each with its fix")
public final class AnnotationTrapsExample extends Example {
    private static final Logger LOG = LoggerFactory.getLogger(AnnotationTrapsExample.class);
    private static final long SHORTEST_TIMEOUT = 250; // ms, HikariCP's
    private static final long LONG_TIMEOUT = 60_000; // ms

    /// What a method left.
    ///
    /// @param rows in the table, committed, in the order of their texts
    /// @param thrown the simple name of the exception that the caller got, or `-`
    record Left(List<String> rows, String thrown) {
        @Override
        public String toString() {
            return (rows.isEmpty() ? "nothing" : String.join(", ", rows)) + (thrown.equals("-") ? "" : "; " + thrown);
        }
    }

    /// A trap.
    ///
    /// @param think what most people think is in the table
    /// @param says what the database says
    /// @param mended what it says with the fix
    record Surprise(String trap, String think, Left says, Left mended) {}

    /// What a caller calls.
    private interface Call {
        void run() throws Exception;
    }

    /// Spring's part: proxies for the annotation.
    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Proxies {}

    /// @param args see `--help`
    public static void main(String[] args) {
        ExampleRunner.main(new AnnotationTrapsExample(), args);
    }

    @Override
    public void call() {
        try (var postgres = Postgres.open()) {
            printOrigin(postgres);
            var table = new Table("trap", "you think", "the database says", "mended");
            run(postgres).forEach(one -> table.row(one.trap(), one.think(), one.says(), one.mended()));
            table.print(LOG::info);
        }
    }

    static List<Surprise> run(Postgres postgres) {
        var surprises = new ArrayList<Surprise>();
        try (var small = pool(postgres, 1, SHORTEST_TIMEOUT);
                var large = pool(postgres, 2, LONG_TIMEOUT);
                var context = context(large);
                var starving = context(small)) {
            new JdbcTemplate(large).execute("CREATE TABLE note (text text)");
            var selfCall = context.getBean(SelfCall.class);
            surprises.add(new Surprise("call within the bean", "nothing", left(large, selfCall::importAll),
                    left(large, selfCall::importAllMended)));
            var checked = context.getBean(CheckedException.class);
            surprises.add(new Surprise("checked exception", "nothing", left(large, checked::order),
                    left(large, checked::orderMended)));
            var swallowed = context.getBean(SwallowedFailure.class);
            surprises.add(new Surprise("swallowed inner failure", "order", left(large, swallowed::order),
                    left(large, swallowed::orderMended)));
            surprises.add(new Surprise("REQUIRES_NEW, pool of 1", "audit, order",
                    left(large, starving.getBean(RequiresNew.class)::order),
                    left(large, context.getBean(RequiresNew.class)::order)));
            var other = context.getBean(OtherThread.class);
            surprises.add(new Surprise("another thread", "nothing", left(large, other::order),
                    left(large, other::orderMended)));
        }
        return surprises;
    }

    private static HikariDataSource pool(Postgres postgres, int connections, long timeout) {
        var config = new HikariConfig();
        config.setDataSource(postgres.dataSource()); // by a URL the time-out would be every connection's of the JVM
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(timeout);
        return new HikariDataSource(config);
    }

    private static AnnotationConfigApplicationContext context(DataSource pool) {
        var context = new AnnotationConfigApplicationContext();
        context.register(Proxies.class, SelfCall.class, CheckedException.class, Traps.Mailer.class,
                SwallowedFailure.class, Traps.Audit.class, RequiresNew.class, OtherThread.class);
        var manager = new JdbcTransactionManager(pool);
        context.registerBean(JdbcTransactionManager.class, () -> manager);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(pool));
        context.registerBean(TransactionTemplate.class, () -> new TransactionTemplate(manager));
        context.refresh();
        return context;
    }

    private static Left left(DataSource pool, Call call) {
        var jdbc = new JdbcTemplate(pool);
        jdbc.update("DELETE FROM note");
        var thrown = thrownBy(call);
        return new Left(jdbc.queryForList("SELECT text FROM note ORDER BY text", String.class), thrown);
    }

    private static String thrownBy(Call call) {
        try {
            call.run();
            return "-";
        } catch (Exception e) {
            return e.getClass().getSimpleName();
        }
    }
}
