package handbook.core.versioning;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// One current model, and a chain of changes that leads from each older version to it and back. Documents are JSON
/// objects as maps; no change alters the one that it is given.
final class DatedVersions {
    private final NavigableSet<LocalDate> versions = new TreeSet<>();
    private final List<Change> oldestFirst;

    // @start region=change
    /// What one version changed, written once.
    interface Change {
        /// The version that brought it.
        LocalDate since();

        /// The change in words.
        String what();

        /// What an older client cannot be shown; empty where nothing is lost on the way down.
        String loss();

        Map<String, Object> up(Map<String, Object> older);

        Map<String, Object> down(Map<String, Object> newer);
    }
    // @end

    /// @param first the version before all changes
    DatedVersions(LocalDate first, List<? extends Change> changes) {
        oldestFirst = changes.stream().map(change -> (Change) change).sorted(Comparator.comparing(Change::since))
                .toList();
        versions.add(first);
        oldestFirst.forEach(change -> versions.add(change.since()));
    }

    NavigableSet<LocalDate> versions() {
        return versions;
    }

    List<Change> changes() {
        return oldestFirst;
    }

    // @start region=chain
    /// A document of the current model, as a version's client knows it.
    Map<String, Object> down(Map<String, Object> current, LocalDate version) {
        var document = current;
        for (var change : oldestFirst.reversed()) {
            document = change.since().isAfter(version) ? change.down(document) : document;
        }
        return document;
    }

    /// A document that a version's client sent, in the current model.
    Map<String, Object> up(Map<String, Object> sent, LocalDate version) {
        var document = sent;
        for (var change : oldestFirst) {
            document = change.since().isAfter(version) ? change.up(document) : document;
        }
        return document;
    }
    // @end

    // @start region=merge
    /// What to store when a version's client sends a document back: the fields that it changed, compared with what it had
    /// been shown, and all others as they are. So it cannot erase what it never saw.
    Map<String, Object> merge(Map<String, Object> current, Map<String, Object> sent, LocalDate version) {
        var shown = up(down(current, version), version);
        var merged = new LinkedHashMap<>(current);
        up(sent, version).forEach((name, value) -> {
            if (!value.equals(shown.get(name))) {
                merged.put(name, value);
            }
        });
        return merged;
    }
    // @end
}
