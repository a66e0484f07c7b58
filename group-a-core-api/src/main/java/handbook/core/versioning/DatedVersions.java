package handbook.core.versioning;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/// One current model, and a chain of changes that leads from each older version to it and back. Documents are JSON
/// objects as maps; no change alters the one that it is given.
final class DatedVersions {
    private final NavigableSet<LocalDate> versions = new TreeSet<>();
    private final List<Change> oldestFirst;

    /// A document that is none of its client's version.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

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
    /// @throws IllegalArgumentException where a change is not later
    DatedVersions(LocalDate first, List<? extends Change> changes) {
        oldestFirst = changes.stream().map(change -> (Change) change).sorted(Comparator.comparing(Change::since))
                .toList();
        if (!oldestFirst.isEmpty() && !oldestFirst.getFirst().since().isAfter(first)) {
            throw new IllegalArgumentException("not later than " + first + ": " + oldestFirst.getFirst().what());
        }
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
    ///
    /// @throws Refused where a field is missing or null, as on the way up a converter would make its value up, or where
    /// the document would not come back as it was sent
    Map<String, Object> merge(Map<String, Object> current, Map<String, Object> sent, LocalDate version) {
        var known = down(current, version);
        var missing = known.keySet().stream().filter(name -> sent.get(name) == null).toList();
        if (!missing.isEmpty()) {
            throw new Refused("missing or null: " + String.join(", ", missing));
        }
        if (!comesBack(sent, version)) {
            throw new Refused("no document of version " + version);
        }
        return changed(current, up(known, version), up(sent, version));
    }

    private boolean comesBack(Map<String, Object> sent, LocalDate version) {
        try {
            return down(up(sent, version), version).equals(sent);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Map<String, Object> changed(Map<?, ?> current, Map<?, ?> shown, Map<?, ?> sent) {
        var merged = new LinkedHashMap<String, Object>();
        current.forEach((name, value) -> {
            if (sent.containsKey(name) || !shown.containsKey(name)) {
                merged.put((String) name, value);
            }
        });
        sent.forEach((name, value) -> {
            if (value instanceof Map<?, ?> to && shown.get(name) instanceof Map<?, ?> from
                    && current.get(name) instanceof Map<?, ?> now) {
                merged.put((String) name, changed(now, from, to));
            } else if (!Objects.equals(value, shown.get(name))) {
                merged.put((String) name, value);
            }
        });
        return merged;
    }
    // @end
}
