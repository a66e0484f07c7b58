package handbook.support.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/// A Markdown file, read line by line. Lines are counted from 0.
///
/// @param file where it lies
/// @param lines its lines without their ends
record Page(Path file, List<String> lines) {
    private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.+)");

    /// A heading.
    ///
    /// @param level 1 for `#`
    /// @param text what follows, Markdown marks included
    /// @param line where it stands
    record Heading(int level, String text, int line) {}

    /// A fenced block.
    ///
    /// @param info what follows the opening backticks
    /// @param from the first line of the content
    /// @param to the line of the closing fence
    record Fence(String info, int from, int to) {}

    /// A stretch of the page that a command writes.
    ///
    /// @param name what it shows, for messages
    /// @param from its first line
    /// @param to the line behind its last one
    /// @param wanted what should stand there
    record Written(String name, int from, int to, List<String> wanted) {}

    static Page read(Path file) {
        try {
            return new Page(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read as UTF-8 text", e);
        }
    }

    List<Fence> fences() {
        var fences = new ArrayList<Fence>();
        int open = -1;
        for (int line = 0; line < lines.size(); line++) {
            var text = lines.get(line);
            if (open < 0 && text.startsWith("```")) {
                open = line;
            } else if (open >= 0 && text.strip().equals("```")) {
                fences.add(new Fence(lines.get(open).substring(3).strip(), open + 1, line));
                open = -1;
            }
        }
        return fences;
    }

    /// The lines outside fenced blocks; those inside are empty, so that the count stays.
    List<String> prose() {
        var prose = new ArrayList<>(lines);
        for (var fence : fences()) {
            for (int line = fence.from() - 1; line <= fence.to(); line++) {
                prose.set(line, "");
            }
        }
        return prose;
    }

    List<Heading> headings() {
        var prose = prose();
        var headings = new ArrayList<Heading>();
        for (int line = 0; line < prose.size(); line++) {
            var heading = HEADING.matcher(prose.get(line));
            if (heading.matches()) {
                headings.add(new Heading(heading.group(1).length(), heading.group(2).strip(), line));
            }
        }
        return headings;
    }

    /// What stands between two lines that are marks, for example `<!-- index -->` and `<!-- end index -->`.
    ///
    /// @return one for each pair, still with the present content as the wanted one
    List<Written> between(String start, String end) {
        var found = new ArrayList<Written>();
        int from = -1;
        for (int line = 0; line < lines.size(); line++) {
            var text = lines.get(line).strip();
            if (text.equals(start)) {
                from = line + 1;
            } else if (from >= 0 && text.equals(end)) {
                found.add(new Written(start, from, line, lines.subList(from, line)));
                from = -1;
            }
        }
        return found;
    }

    List<String> present(Written part) {
        return lines.subList(part.from(), part.to());
    }

    /// This page with parts written anew.
    Page with(List<Written> parts) {
        var newLines = new ArrayList<>(lines);
        parts.stream().sorted(Comparator.comparingInt(Written::from).reversed()).forEach(part -> {
            var old = newLines.subList(part.from(), part.to());
            old.clear();
            old.addAll(part.wanted());
        });
        return new Page(file, List.copyOf(newLines));
    }

    void write() {
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
