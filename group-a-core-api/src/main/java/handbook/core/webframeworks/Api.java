package handbook.core.webframeworks;

/// A server that runs.
///
/// @param port where it listens, on the loopback address
/// @param stop lets the requests inside come to their end, then stops
record Api(int port, Runnable stop) implements AutoCloseable {
    @Override
    public void close() {
        stop.run();
    }
}
