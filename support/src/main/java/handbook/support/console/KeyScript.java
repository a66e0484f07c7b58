package handbook.support.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Checks the keys that a reader gives an interactive example, so that an unknown one is a bad argument.
///
/// ```java
/// private static final class Keys extends KeyScript {
///     Keys() {
///         super("g+-");
///     }
/// }
///
/// @Option(names = "--script", paramLabel = "KEYS", converter = Keys.class, description = "press these keys")
/// @Nullable String script;
/// ```
public abstract class KeyScript implements ITypeConverter<String> {
    private final String known;

    /// @param known the keys that the example has, beside [LiveConsole#TICK] and [LiveConsole#QUIT]
    protected KeyScript(String known) {
        this.known = known;
    }

    @Override
    public final String convert(String script) {
        script.chars().filter(key -> (known + LiveConsole.TICK + LiveConsole.QUIT).indexOf(key) < 0).findFirst()
                .ifPresent(key -> {
                    throw new TypeConversionException("there is no key '" + Character.toString(key) + "'; the keys are "
                            + String.join(" ", known.split("")) + " " + LiveConsole.QUIT + ", and " + LiveConsole.TICK
                            + " to wait");
                });
        return script;
    }
}
