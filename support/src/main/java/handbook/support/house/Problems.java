package handbook.support.house;

import java.util.ArrayList;
import java.util.List;

/// Collects all that is wrong in one place, so that it is told at once.
final class Problems {
    private final String where;
    private final List<String> found = new ArrayList<>();

    /// @param where the file, package or example that every sentence begins with
    Problems(String where) {
        this.where = where;
    }

    /// Notes a problem.
    ///
    /// @param sentence what is wrong, and what to do
    void add(String sentence) {
        found.add(where + ": " + sentence);
    }

    /// Notes a problem unless something holds.
    void require(boolean holds, String sentence) {
        if (!holds) {
            add(sentence);
        }
    }

    /// Adds what another check found.
    void addAll(List<String> sentences) {
        found.addAll(sentences);
    }

    /// All problems, a sentence each.
    List<String> all() {
        return List.copyOf(found);
    }
}
