package handbook.support.example;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The sizes that an `int` or `long` argument of an example may take. [ExampleRunner] gives the argument its default,
/// refuses what is out of range, and shows both in the help.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Size {
    /// Stands for the number of processors that the JVM sees.
    long CORES = -1;

    /// The value where the reader gives none.
    long usual();

    /// The smallest value that still shows the point, taken with `--quick`.
    long quick();

    /// The smallest value accepted.
    long min() default 1;

    /// The largest value accepted.
    long max();
}
