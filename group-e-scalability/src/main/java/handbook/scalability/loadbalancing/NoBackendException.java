package handbook.scalability.loadbalancing;

/// There is no back end to send a request to.
public final class NoBackendException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param message why, in one line
    public NoBackendException(String message) {
        super(message);
    }
}
