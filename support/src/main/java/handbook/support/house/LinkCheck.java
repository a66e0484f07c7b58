package handbook.support.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Whether a page's relative links lead somewhere, and whether its text holds what has no place in one: emoji, and
/// paths of the machine it was written on.
final class LinkCheck {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)(?: \"[^\"]*\")?\\)");
    private static final Pattern CODE_SPAN = Pattern.compile("`[^`]*`");
    private static final Pattern EMOJI = Pattern.compile("[\\p{IsEmoji_Presentation}\\uFE0F]");
    private static final Pattern LOCAL_PATH = Pattern.compile("(?<![\\w.])(/home/|/root/|/Users/|[A-Z]:\\\\Users\\\\)");

    private LinkCheck() {}

    /// Checks a page.
    ///
    /// @param page the page
    /// @param where its file, for messages
    /// @return what is wrong, a sentence each
    static List<String> problems(Page page, String where) {
        var problems = new Problems(where);
        var prose = page.prose();
        for (int line = 0; line < prose.size(); line++) {
            var links = LINK.matcher(CODE_SPAN.matcher(prose.get(line)).replaceAll("`code`"));
            while (links.find()) {
                link(page, links.group(1), line + 1, problems);
            }
        }
        problems.addAll(textProblems(page, where));
        return problems.all();
    }

    /// Checks a file that is no Markdown, for example an example's output.
    ///
    /// @param page the file
    /// @param where its name, for messages
    /// @return what is wrong, a sentence each
    static List<String> textProblems(Page page, String where) {
        var problems = new Problems(where);
        for (int line = 0; line < page.lines().size(); line++) {
            var text = page.lines().get(line);
            problems.require(!EMOJI.matcher(text).find(), "line " + (line + 1) + " has an emoji: say it in words");
            problems.require(!LOCAL_PATH.matcher(text).find(),
                    "line " + (line + 1) + " has a path of one machine: name the file without it: " + text.strip());
        }
        return problems.all();
    }

    private static void link(Page page, String link, int line, Problems problems) {
        if (link.matches("[a-z]+:.*")) {
            return;
        }
        var hash = link.indexOf('#');
        var path = hash < 0 ? link : link.substring(0, hash);
        var target = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (!Files.exists(target)) {
            problems.add("the link '" + link + "' (line " + line + ") leads nowhere: mend its path");
        } else if (hash >= 0 && !hasAnchor(target, link.substring(hash + 1))) {
            problems.add("the link '" + link + "' (line " + line + ") names a heading that is not there: mend what "
                    + "follows the #");
        }
    }

    private static boolean hasAnchor(Path target, String anchor) {
        return target.toString().endsWith(".md")
                && Page.read(target).headings().stream().anyMatch(heading -> anchor(heading.text()).equals(anchor));
    }

    /// A heading's anchor as code hosts make it: lower case, hyphens for spaces, punctuation dropped.
    private static String anchor(String heading) {
        return Answer.withoutMarks(heading).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
