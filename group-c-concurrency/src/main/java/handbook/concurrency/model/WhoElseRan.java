package handbook.concurrency.model;

/// One row of [WhoElseRunsExample].
///
/// @param blocked how a thread is blocked
/// @param othersRun whether another task ran meanwhile
/// @param reason why not, in the words of the flight recorder; `-` where it recorded nothing
/// @param othersRunThen whether another task ran when the first one had a platform thread of its own
record WhoElseRan(String blocked, boolean othersRun, String reason, boolean othersRunThen) {
    WhoElseRan because(String why) {
        return new WhoElseRan(blocked, othersRun, why, othersRunThen);
    }

    String toLine() {
        return String.join("\t", blocked, Boolean.toString(othersRun), reason, Boolean.toString(othersRunThen));
    }

    static WhoElseRan ofLine(String line) {
        var parts = line.split("\t");
        return new WhoElseRan(parts[0], Boolean.parseBoolean(parts[1]), parts[2], Boolean.parseBoolean(parts[3]));
    }
}
