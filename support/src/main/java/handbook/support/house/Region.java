package handbook.support.house;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Stretches of a source file between `// @start region=name` and `// @end`, the marks that Javadoc's snippets have.
final class Region {
    private static final Pattern START = Pattern.compile("\\W*@start region=\"?([\\w-]+)\"?.*");
    private static final Pattern END = Pattern.compile("\\W*@end\\b.*");

    private Region() {}

    /// Reads a region.
    ///
    /// @param source the source file
    /// @param name the region's name
    /// @return its lines without marks and without the indentation that they have in common; empty where there is no
    /// such region, or it does not end
    static Optional<List<String>> read(Path source, String name) {
        var lines = new ArrayList<String>();
        var open = new ArrayDeque<String>();
        for (var line : Page.read(source).lines()) {
            var start = START.matcher(line);
            if (start.matches()) {
                open.push(start.group(1));
            } else if (END.matcher(line).matches()) {
                if (name.equals(open.poll())) {
                    return Optional.of(withoutIndentation(lines));
                }
            } else if (open.contains(name)) {
                lines.add(line.stripTrailing());
            }
        }
        return Optional.empty();
    }

    private static List<String> withoutIndentation(List<String> lines) {
        return String.join("\n", lines).stripIndent().lines().toList();
    }
}
