package handbook.support.console;

/// The machine that figures come from.
public final class Machine {
    private Machine() {}

    /// JDK, processors, largest heap and system in one line, for example
    /// `JDK 25.0.3+9-LTS, 2 cores, 5.9 GiB heap, Linux amd64`.
    ///
    /// @return the line, without any path or host name
    public static String line() {
        var runtime = Runtime.getRuntime();
        var cores = runtime.availableProcessors();
        return "JDK " + Runtime.version() + ", " + cores + (cores == 1 ? " core, " : " cores, ")
                + Figures.bytes(runtime.maxMemory()) + " heap, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }
}
