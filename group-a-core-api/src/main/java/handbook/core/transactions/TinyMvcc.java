package handbook.core.transactions;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// Multi-version concurrency control on a whiteboard, as PostgreSQL has it: a writer adds a version, a reader picks the
/// one that its snapshot sees, so neither waits for the other. Two writers of one row do, and the first one wins.
///
/// It knows READ COMMITTED, with a snapshot for each statement, and REPEATABLE READ, with one for the transaction. It
/// removes no old versions and finds no deadlocks.
final class TinyMvcc implements Store {
    // @start region=mvcc
    private final Map<String, List<Version>> rows = new TreeMap<>(); // of each row the newest version last
    private final Set<Long> running = new HashSet<>();
    private long next = 1;

    /// A value, until there is a newer version. PostgreSQL keeps its writer in xmin, and the newer one's in xmax.
    private record Version(long value, long writer) {}

    /// Who had ended when it was taken.
    private record Snapshot(long next, Set<Long> running) {
        boolean sees(long writer) {
            return writer < next && !running.contains(writer);
        }
    }

    private final class Transaction implements Tx {
        private final Level level;
        private final long id = next++;
        private @Nullable Snapshot snapshot;

        private Transaction(Level level) {
            this.level = level;
            running.add(id);
        }

        private Snapshot snapshot() { // the level is nothing but how long a snapshot is kept
            if (snapshot == null || level == Level.READ_COMMITTED) {
                snapshot = new Snapshot(next, Set.copyOf(running));
            }
            return snapshot;
        }

        @Override
        public Map<String, Long> readAll() {
            synchronized (TinyMvcc.this) {
                var now = snapshot();
                var seen = new TreeMap<String, Long>();
                rows.forEach((key, versions) -> versions.reversed().stream()
                        .filter(version -> version.writer == id || now.sees(version.writer)).findFirst()
                        .ifPresent(version -> seen.put(key, version.value)));
                return seen;
            }
        }

        @Override
        public void write(String key, long value) throws SQLException {
            synchronized (TinyMvcc.this) {
                var now = snapshot();
                var versions = rows.computeIfAbsent(key, absent -> new ArrayList<>());
                awaitOtherWriter(versions);
                if (level == Level.REPEATABLE_READ && isLastOfAnother(versions)
                        && !now.sees(versions.getLast().writer)) {
                    throw new SQLTransactionRollbackException("another transaction was first", "40001");
                }
                versions.add(new Version(value, id));
            }
        }

        private boolean isLastOfAnother(List<Version> versions) {
            return !versions.isEmpty() && versions.getLast().writer != id;
        }

        private void awaitOtherWriter(List<Version> versions) throws SQLException {
            try {
                while (isLastOfAnother(versions) && running.contains(versions.getLast().writer)) {
                    TinyMvcc.this.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while waiting for another transaction", e);
            }
        }

        @Override
        public void commit() {
            synchronized (TinyMvcc.this) {
                running.remove(id);
                TinyMvcc.this.notifyAll();
            }
        }

        @Override
        public void close() {
            synchronized (TinyMvcc.this) {
                if (running.contains(id)) {
                    rows.values().forEach(versions -> versions.removeIf(version -> version.writer == id));
                    commit();
                }
            }
        }

        @Override
        public long read(String key) {
            return Objects.requireNonNull(readAll().get(key), key);
        }
    }
    // @end

    @Override
    public synchronized Tx begin(Level level) {
        if (level != Level.READ_COMMITTED && level != Level.REPEATABLE_READ) {
            throw new IllegalArgumentException(level + " is not known here");
        }
        return new Transaction(level);
    }
}
