package handbook.support.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Closes what is still open when the JVM ends: after Ctrl-C, after a failure, after `System.exit`.
///
/// Whoever starts something that outlives a thread (a process, a server, a file) registers it, and takes it back when
/// it is closed in the usual way. The last one registered is closed first.
public final class AtExit {
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static boolean ending;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "at-exit"));
        } catch (IllegalStateException e) { // the JVM ends already
            ending = true;
        }
    }

    private AtExit() {}

    /// Closes a resource at the end of the JVM.
    ///
    /// @param resource what to close; its `close` must be safe to call twice
    /// @throws IllegalStateException when the JVM ends already: the resource is closed at once
    public static void close(AutoCloseable resource) {
        synchronized (OPEN) {
            if (!ending) {
                OPEN.addFirst(resource);
                return;
            }
        }
        closeNow(resource);
        throw new IllegalStateException("this JVM ends: it can start nothing any more");
    }

    /// Takes a resource back that was closed in the usual way.
    ///
    /// @param resource what was registered; anything else is ignored
    public static void forget(AutoCloseable resource) {
        synchronized (OPEN) {
            OPEN.remove(resource);
        }
    }

    private static void closeAll() {
        List<AutoCloseable> open;
        synchronized (OPEN) {
            ending = true;
            open = new ArrayList<>(OPEN);
        }
        open.forEach(AtExit::closeNow);
    }

    private static void closeNow(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) { // one that fails must not keep the others from being closed
            System.err.println("Could not close " + resource + ": " + e);
        }
    }
}
