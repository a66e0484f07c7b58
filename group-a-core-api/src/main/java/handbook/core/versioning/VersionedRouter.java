package handbook.core.versioning;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// Which handler answers a version: the whiteboard's `ApiVersionStrategy`.
final class VersionedRouter {
    private static final Pattern FORM = Pattern.compile("\\P{Nd}*(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");

    private final NavigableMap<Version, String> mappings = new TreeMap<>();
    private final Set<Version> supported = new TreeSet<>();
    private final @Nullable Version defaultVersion;

    /// A version that cannot be answered.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private record Version(int major, int minor, int patch) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            int byMajor = Integer.compare(major, other.major);
            int byMinor = byMajor != 0 ? byMajor : Integer.compare(minor, other.minor);
            return byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
        }
    }

    /// @param handlers `1.2` for that version alone, `1.2+` for it and all later ones until the next handler
    /// @param alsoSupported versions without a handler of their own
    /// @param defaultVersion what a request gets that names none; null where it must name one
    VersionedRouter(Set<String> handlers, Set<String> alsoSupported, @Nullable String defaultVersion) throws Refused {
        for (var handler : handlers) {
            mappings.put(parse(handler.replace("+", "")), handler);
        }
        supported.addAll(mappings.keySet());
        for (var version : alsoSupported) {
            supported.add(parse(version));
        }
        this.defaultVersion = defaultVersion == null ? null : parse(defaultVersion);
    }

    // @start region=route
    /// @param wanted what the request says, of which the first counts; empty where it says nothing
    /// @return the handler
    /// @throws Refused where the version is missing, malformed or not supported
    String route(List<String> wanted) throws Refused {
        var version = wanted.isEmpty() ? defaultVersion : parse(wanted.getFirst());
        if (version == null || !supported.contains(version)) {
            throw new Refused(version == null ? "say which version you want" : "there is no such version");
        }
        Map.Entry<Version, String> nearest = mappings.floorEntry(version);
        if (nearest == null || !(nearest.getKey().equals(version) || nearest.getValue().endsWith("+"))) {
            throw new Refused("nothing here answers this version");
        }
        return nearest.getValue();
    }

    private static Version parse(String text) throws Refused {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Refused("a version is 1, 1.2 or 1.2.3");
        }
        try {
            return new Version(Integer.parseInt(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
        } catch (NumberFormatException e) {
            throw new Refused("a version has no such numbers");
        }
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
    // @end
}
