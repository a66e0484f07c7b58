package handbook.performance.ratelimiting;

/// What a limit is worth: the most requests that passed in any window of its length.
final class Windows {
    /// A window and what passed in it.
    ///
    /// @param from when it begins, in nanoseconds
    /// @param count how many passed from then until its end, both included
    record Window(long from, int count) {}

    private Windows() {}

    // @start region=worst-window
    /// The fullest window. It is enough to look at windows that begin with a request.
    ///
    /// @param passed when requests passed, in nanoseconds, ascending
    /// @param length the windows' length in nanoseconds
    static Window worst(long[] passed, long length) {
        var worst = new Window(0, 0);
        for (int from = 0, end = 0; from < passed.length; from++) {
            while (end < passed.length && passed[end] - passed[from] <= length) {
                end++;
            }
            if (end - from > worst.count()) {
                worst = new Window(passed[from], end - from);
            }
        }
        return worst;
    }
    // @end
}
