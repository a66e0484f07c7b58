/// Runs a module's JMH benchmarks, keeps what they measured in `docs/measured`, and renders it for the answers.
@NullMarked
package handbook.support.bench;

import org.jspecify.annotations.NullMarked;
