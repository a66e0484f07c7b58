package handbook.core.migrations;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What CI asks before a merge: does the result of the merge, compared with main, only add scripts behind main's last?
/// It sees files, no database, so that it answers in milliseconds, and before the script has run anywhere.
final class MergeGate {
    private static final Pattern COMMENT = Pattern.compile("--.*");
    private final Map<String, Script> main = new HashMap<>();
    private final Map<Long, String> taken = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private MergeGate(Path mainFolder) throws IOException {
        for (var script : Script.in(mainFolder)) {
            main.put(script.file(), script);
            if (script.isVersioned()) {
                taken.put(script.version(), script.file());
            }
        }
    }

    // @start region=gate
    /// Compares what the merge gives with what main has.
    ///
    /// @return what is wrong, each with its file; nothing when the merge may go on
    static List<String> problems(Path mainFolder, Path merged) throws IOException {
        var gate = new MergeGate(mainFolder);
        var gone = new ArrayList<>(gate.main.keySet());
        for (var path : Script.files(merged)) {
            var file = path.getFileName().toString();
            gone.remove(file);
            if (gate.main.containsKey(file)) {
                gate.known(Script.read(path));
            } else if (gate.require(Script.isNamedRight(file), file, "is not named like V3__words.sql")) {
                gate.added(Script.read(path));
            }
        }
        gone.forEach(file -> gate.problems.add(file + " is on main and is gone"));
        return gate.problems;
    }

    private void known(Script script) {
        var before = main.get(script.file());
        require(before == null || script.checksum() == before.checksum() || script.file().startsWith("R"),
                script.file(), "is on main and was edited");
    }

    private void added(Script script) {
        var file = script.file();
        if (script.isVersioned()) {
            var last = main.values().stream().mapToLong(Script::version).max().orElse(-1);
            var other = taken.putIfAbsent(script.version(), file);
            require(other == null, file, "has the version of " + other);
            require(other != null || script.version() > last, file, "is late: version " + last + " is on main");
        }
        var sql = COMMENT.matcher(script.sql()).replaceAll("").strip().toLowerCase(Locale.ROOT);
        require(!sql.isEmpty(), file, "is empty");
        require(!sql.contains("alter table") || sql.contains("lock_timeout"), file,
                "has ALTER TABLE without lock_timeout");
        require(!sql.contains("concurrently") || sql.indexOf(';') == sql.length() - 1, file,
                "has CONCURRENTLY beside other statements");
    }
    // @end

    private boolean require(boolean holds, String file, String otherwise) {
        if (!holds) {
            problems.add(file + " " + otherwise);
        }
        return holds;
    }
}
