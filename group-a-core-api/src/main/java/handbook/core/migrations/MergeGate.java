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
/// It takes a comment's marks, a semicolon or a key word inside a string for what they are elsewhere.
final class MergeGate {
    private static final Pattern COMMENT = Pattern.compile("--.*|/\\*(?s:.*?)\\*/");
    private final Map<String, Script> main = new HashMap<>();
    private final Map<String, String> taken = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private MergeGate(Path mainFolder) throws IOException {
        for (var path : Script.files(mainFolder)) {
            if (Script.isNamedRight(path.getFileName().toString())) {
                var script = Script.read(path);
                main.put(script.file(), script);
                taken.put(place(script), script.file());
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
            var before = gate.main.get(file);
            gone.remove(file);
            if (before != null) {
                gate.known(before, Script.read(path));
            } else if (gate.require(Script.isNamedRight(file), file, "is not named like V3__words.sql")) {
                gate.added(Script.read(path));
            }
        }
        gone.forEach(file -> gate.problems.add(file + " is on main and is gone"));
        return gate.problems;
    }

    private void known(Script before, Script script) {
        if (script.checksum() != before.checksum()
                && require(script.file().startsWith("R"), script.file(), "is on main and was edited")) {
            statements(script);
        }
    }

    private void added(Script script) {
        var file = script.file();
        var last = main.values().stream().mapToLong(Script::version).max().orElse(-1);
        var other = taken.putIfAbsent(place(script), file);
        require(other == null, file, "has the version of " + other);
        require(other != null || !script.isVersioned() || script.version() > last, file,
                "is late: version " + last + " is on main");
        require(!statements(script).isEmpty(), file, "is empty");
    }

    /// What only one script may have: letter and version, or where there is no version the name.
    private static String place(Script script) {
        return script.version() < 0 ? script.file() : script.file().charAt(0) + " " + script.version();
    }

    /// @return them in lower case, without comments, with single blanks
    private String statements(Script script) {
        var file = script.file();
        var sql = COMMENT.matcher(script.sql()).replaceAll(" ").replaceAll("\\s+", " ").strip()
                .toLowerCase(Locale.ROOT);
        require(!sql.contains("alter table") || sql.contains("lock_timeout"), file,
                "has ALTER TABLE without lock_timeout");
        require(!sql.contains("concurrently") || !sql.matches(".*;.+"), file,
                "has CONCURRENTLY beside other statements");
        return sql;
    }
    // @end

    private boolean require(boolean holds, String file, String otherwise) {
        if (!holds) {
            problems.add(file + " " + otherwise);
        }
        return holds;
    }
}
