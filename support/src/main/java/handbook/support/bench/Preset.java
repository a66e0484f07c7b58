package handbook.support.bench;

import java.util.Locale;

import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import handbook.support.example.Failure;

/// How long benchmarks run.
public enum Preset {
    /// Figures to publish: 2 forks of 5 warm-ups and 5 iterations of 1 s.
    FULL(2, 5, 5, 1_000),
    /// A look in passing: 1 fork of 2 warm-ups and 3 iterations of 200 ms.
    QUICK(1, 2, 3, 200),
    /// Only whether they run: in this JVM, one iteration of 1 ms.
    ONCE(0, 0, 1, 1);

    private final int forks;
    private final int warmups;
    private final int iterations;
    private final int millis;

    Preset(int forks, int warmups, int iterations, int millis) {
        this.forks = forks;
        this.warmups = warmups;
        this.iterations = iterations;
        this.millis = millis;
    }

    static Preset named(String name) {
        for (var preset : values()) {
            if (preset != ONCE && preset.toString().equals(name)) { // whose figures say nothing
                return preset;
            }
        }
        throw new Failure("Unknown preset '" + name + "': take -Dpreset=full or -Dpreset=quick");
    }

    /// JMH's options for this preset, with a failing benchmark failing the run.
    ///
    /// @param include a regular expression of the benchmarks' full names
    /// @return options to add to
    public ChainedOptionsBuilder options(String include) {
        return new OptionsBuilder().include(include).shouldFailOnError(true).forks(forks).warmupIterations(warmups)
                .warmupTime(TimeValue.milliseconds(millis)).measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis));
    }

    /// The preset's name as it is given on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
