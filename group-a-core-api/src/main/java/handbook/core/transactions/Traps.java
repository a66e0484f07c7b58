package handbook.core.transactions;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/// Five Spring beans. Each has a method that surprises, and the same one mended.
final class Traps {
    private Traps() {}

    /// A call on `this` does not pass the proxy, and the proxy is where the transaction begins.
    static class SelfCall {
        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;

        SelfCall(JdbcTemplate jdbc, TransactionTemplate transaction) {
            this.jdbc = jdbc;
            this.transaction = transaction;
        }

        // @start region=self-call
        public void importAll() {
            importOne();
        }

        @Transactional
        public void importOne() {
            note(jdbc, "imported");
            throw new IllegalStateException("the second half fails");
        }

        public void importAllMended() {
            transaction.executeWithoutResult(status -> importOne());
        }
        // @end
    }

    /// A checked exception commits.
    static class CheckedException {
        private final JdbcTemplate jdbc;

        CheckedException(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional
        public void order() throws IOException {
            note(jdbc, "order");
            throw new IOException("the warehouse does not answer");
        }

        @Transactional(rollbackFor = Exception.class)
        public void orderMended() throws IOException {
            order();
        }
    }

    /// Sends mail within the transaction of its caller, or within a savepoint of it.
    static class Mailer {
        private final JdbcTemplate jdbc;

        Mailer(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional
        public void send() {
            note(jdbc, "mail");
            throw new IllegalStateException("no such address");
        }

        @Transactional(propagation = Propagation.NESTED)
        public void sendNested() {
            send();
        }
    }

    /// An inner method that fails marks the transaction that it shares, whatever its caller does with the exception.
    static class SwallowedFailure {
        private final JdbcTemplate jdbc;
        private final Mailer mailer;

        SwallowedFailure(JdbcTemplate jdbc, Mailer mailer) {
            this.jdbc = jdbc;
            this.mailer = mailer;
        }

        // @start region=swallowed
        @Transactional
        public void order() {
            note(jdbc, "order");
            try {
                mailer.send();
            } catch (IllegalStateException e) {
                // the mail is not that important
            }
        }

        @Transactional
        public void orderMended() {
            note(jdbc, "order");
            try {
                mailer.sendNested();
            } catch (IllegalStateException e) {
                // its savepoint is rolled back, and nothing else
            }
        }
        // @end
    }

    /// Writes in a transaction of its own, and so on a connection of its own.
    static class Audit {
        private final JdbcTemplate jdbc;

        Audit(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void write() {
            note(jdbc, "audit");
        }
    }

    /// The outer transaction keeps its connection while the inner one waits for a second. With as many callers as the
    /// pool has connections all of them wait.
    static class RequiresNew {
        private final JdbcTemplate jdbc;
        private final Audit audit;

        RequiresNew(JdbcTemplate jdbc, Audit audit) {
            this.jdbc = jdbc;
            this.audit = audit;
        }

        @Transactional
        public void order() {
            note(jdbc, "order");
            audit.write();
        }
    }

    /// A transaction belongs to a thread.
    static class OtherThread {
        private final JdbcTemplate jdbc;

        OtherThread(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional
        public void order() {
            CompletableFuture.runAsync(() -> note(jdbc, "order")).join();
            throw new IllegalStateException("out of stock");
        }

        @Transactional
        public void orderMended() {
            note(jdbc, "order");
            throw new IllegalStateException("out of stock");
        }
    }

    private static void note(JdbcTemplate jdbc, String text) {
        jdbc.update("INSERT INTO note VALUES (?)", text);
    }
}
