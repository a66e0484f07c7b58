package handbook.concurrency.model;

/// One version of a request handler that asks three services at once, and what became of its request.
///
/// @param version how it is written
/// @param status what the caller got
/// @param readersLeft forks that were still at work when the caller had its answer
/// @param pagesBefore pages of reviews read until then
/// @param pagesAfter pages read afterwards, for nobody
/// @param idsSent the request ids that the services saw
/// @param idInNextTask the request id that a task without a request found afterwards
public record Fanout(String version, int status, int readersLeft, int pagesBefore, int pagesAfter, String idsSent,
        String idInNextTask) {
    /// The request's id.
    public static final String REQUEST = "r-1";
    /// What a task sees that belongs to no request.
    public static final String NONE = "none";
    private static final int PAGES_TO_SEE = 20;

    /// A version of the handler.
    public interface Handler {
        /// Handles the request with the id [#REQUEST].
        ///
        /// @param backends the services to ask
        /// @return the status for the caller
        /// @throws Exception when it cannot
        int answer(Backends backends) throws Exception;

        /// Runs a task that belongs to no request, in the way in which the handler runs its tasks.
        ///
        /// @return the request id that the task found
        /// @throws Exception when it cannot
        String idInNextTask() throws Exception;
    }

    /// Sends one request to a handler and looks what goes on after its answer.
    ///
    /// @param version how the handler is written
    /// @param handler the handler
    /// @return what was seen
    /// @throws Exception when the handler cannot run
    public static Fanout of(String version, Handler handler) throws Exception {
        try (var backends = new Backends()) {
            int status = handler.answer(backends);
            int left = backends.readers();
            int before = backends.pagesRead();
            Gate.await(() -> backends.readers() == 0 || backends.pagesRead() >= before + PAGES_TO_SEE);
            int after = backends.pagesRead() - before;
            return new Fanout(version, status, left, before, after, String.join(" ", backends.ids()),
                    handler.idInNextTask());
        }
    }

    /// This record as a line, for [#ofLine] in another JVM.
    ///
    /// @return the parts with tabs between them
    public String toLine() {
        return String.join("\t", version, "" + status, "" + readersLeft, "" + pagesBefore, "" + pagesAfter, idsSent,
                idInNextTask);
    }

    static Fanout ofLine(String line) {
        var parts = line.split("\t");
        return new Fanout(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]), parts[5], parts[6]);
    }
}
