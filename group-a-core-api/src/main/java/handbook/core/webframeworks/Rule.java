package handbook.core.webframeworks;

import java.io.IOException;

/// The rules of the contract.
enum Rule {
    CREATE("create: 201, Location, the same again", Contract::create), //
    HEAD("HEAD: as GET, without the body", Contract::head), //
    FORMATS("times as ISO 8601, ids as text", Contract::formats), //
    BAD_BODY("bad body: 400, the field, no internals", Contract::badBodies), //
    NOT_FOUND("no such path or id: 404", Contract::notFound), //
    METHOD("wrong method: 405, Allow", Contract::wrongMethod), //
    MEDIA("wrong type: 415, no type to answer in: 406", Contract::mediaTypes), //
    LIMIT("long body: 413, also without a length", Contract::bodyLimit), //
    INCIDENT("handler throws: 500, an id that is in the log", Contract::incident), //
    FAULTS("broken requests: 4xx or closed, the next works", Contract::faults), //
    SLOW("half requests keep nobody from being served", Contract::halfRequests), //
    STOP("stop: those inside are answered, new ones not", Contract::stop);

    /// What a server must do.
    interface Check {
        /// @throws AssertionError when it does not
        void check(Trial trial) throws Exception;
    }

    private final String sentence;
    @SuppressWarnings("ImmutableEnumChecker") // a method without state
    private final Check check;

    Rule(String sentence, Check check) {
        this.sentence = sentence;
        this.check = check;
    }

    void check(Trial trial) throws Exception {
        check.check(trial);
    }

    boolean holds(Trial trial) throws Exception {
        try {
            check(trial);
            return true;
        } catch (AssertionError | IOException _) { // the answer is wrong, is not HTTP, or does not come
            return false;
        }
    }

    @Override
    public String toString() {
        return sentence;
    }
}
