package handbook.support.example;

/// Something that keeps an example from running and that the reader can mend. Its message is one line: what is wrong,
/// and what to do. [ExampleRunner] prints it without a stack trace and ends with exit code 1.
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param message what is wrong and what to do, in one line
    public Failure(String message) {
        super(message);
    }

    /// @param message what is wrong and what to do, in one line
    /// @param cause what `--trace` shows
    public Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
