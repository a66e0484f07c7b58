package handbook.core.webframeworks;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// What a framework that negotiates nothing must be told: JSON in, JSON out.
final class Media {
    static final String JSON = "application/json";
    private static final Set<String> ACCEPTED = Set.of(JSON, "application/*", "*/*");

    private Media() {}

    /// @throws Refused with 415 when the body is something else
    static void requireJson(@Nullable String contentType) {
        if (contentType == null || !type(contentType).equals(JSON)) {
            throw new Refused(Problem.of(415));
        }
    }

    /// A weight of 0 refuses nothing, as in Micronaut and Spring.
    ///
    /// @throws Refused with 406 when the client takes something else only
    static void requireAccepted(@Nullable String accept) {
        if (accept != null && Arrays.stream(accept.split(",", -1)).map(Media::type).noneMatch(ACCEPTED::contains)) {
            throw new Refused(Problem.of(406));
        }
    }

    private static String type(String range) {
        return range.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    }
}
