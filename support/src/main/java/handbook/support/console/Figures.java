package handbook.support.console;

import java.time.Duration;
import java.util.Locale;

/// Figures as text, each with its unit, the same in every locale.
public final class Figures {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Figures() {}

    /// A whole number with commas between the thousands: `1,234,567`.
    ///
    /// @param value the number
    /// @return its text
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// A number with a fixed count of decimals: `1.97`.
    ///
    /// @param value the number
    /// @param decimals digits behind the point
    /// @return its text
    public static String decimal(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /// A share as a percentage: `12.5 %`.
    ///
    /// @param share 0 to 1
    /// @return its text
    public static String percent(double share) {
        return decimal(share * 100, 1) + " %";
    }

    /// A duration in the unit that suits it, with three digits or so: `950 ns`, `12.3 µs`, `4.56 ms`, `1.20 s`.
    ///
    /// @param nanos nanoseconds
    /// @return its text
    public static String time(double nanos) {
        if (nanos < 1e3) {
            return decimal(nanos, 0) + " ns";
        }
        if (nanos < 1e6) {
            return scaled(nanos / 1e3) + " " + Glyphs.micro() + "s";
        }
        return nanos < 1e9 ? scaled(nanos / 1e6) + " ms" : scaled(nanos / 1e9) + " s";
    }

    /// A duration in the unit that suits it.
    ///
    /// @param duration the duration
    /// @return its text
    public static String time(Duration duration) {
        return time((double) duration.toNanos());
    }

    /// A number of bytes in the binary unit that suits it: `512 B`, `1.5 MiB`.
    ///
    /// @param bytes 0 or more
    /// @return its text
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : decimal(value, 1)) + " " + BINARY[unit];
    }

    private static String scaled(double value) {
        return decimal(value, value < 10 ? 2 : value < 100 ? 1 : 0);
    }
}
