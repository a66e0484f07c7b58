package handbook.support.house;

import java.util.List;
import java.util.regex.Pattern;

/// The words of an example's output: what must be the same in every run, whatever its sizes and its machine.
final class Words {
    private static final Pattern BAR = Pattern.compile("[\\u2580-\\u259F·]+");
    private static final Pattern FIGURE = Pattern.compile("[-+±]?\\d(?:[\\d.,:]*\\d)?(?:e[-+]?\\d+)?"
            + "(?:\\s?(?:ns|µs|us|ms|s|min|B|KiB|MiB|GiB|TiB)\\b)?");
    private static final Pattern NO_FIGURE = Pattern.compile("(?<!\\S)-(?!\\S)");

    private Words() {}

    /// The lines without figures, the units beside them, bars, alignment, and the first line, which names the machine
    /// and the sizes.
    static List<String> of(List<String> output) {
        return output.stream().skip(1).map(Words::words).toList();
    }

    private static String words(String line) {
        var withoutBars = BAR.matcher(line).replaceAll(" ");
        var withoutFigures = NO_FIGURE.matcher(FIGURE.matcher(withoutBars).replaceAll(" ")).replaceAll(" ");
        return withoutFigures.strip().replaceAll("\\s+", " ");
    }

    /// The first line in which two outputs differ, as a message shows it; empty where their words are the same.
    static String difference(List<String> captured, List<String> now) {
        var old = of(captured);
        var fresh = of(now);
        for (int line = 0; line < Math.max(old.size(), fresh.size()); line++) {
            var was = line < old.size() ? old.get(line) : "(nothing)";
            var is = line < fresh.size() ? fresh.get(line) : "(nothing)";
            if (!was.equals(is)) {
                return "line " + (line + 2) + " was '" + was + "' and is '" + is + "'";
            }
        }
        return "";
    }
}
