package handbook.support.console;

/// The characters that a console may not have, each with its stand-in in ASCII.
public final class Glyphs {
    private static final boolean UNICODE = System.out.charset().newEncoder().canEncode("█▏µ");

    private Glyphs() {}

    /// One full cell of a bar.
    ///
    /// @return `█` or `#`
    public static String block() {
        return UNICODE ? "█" : "#";
    }

    /// One empty cell of a bar or a timeline.
    ///
    /// @return `·` or `.`
    public static String dot() {
        return UNICODE ? "·" : ".";
    }

    /// The prefix of a millionth.
    ///
    /// @return `µ` or `u`
    public static String micro() {
        return UNICODE ? "µ" : "u";
    }

    /// A line of full cells.
    ///
    /// @param cells how many; 0 or less gives an empty text
    /// @return the cells
    public static String blocks(int cells) {
        return block().repeat(Math.max(0, cells));
    }
}
