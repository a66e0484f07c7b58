/// Python has the GIL. Java has none: so what keeps your program from using every core, and how would you prove it?
///
/// Answer: [docs/01-gil.md](../../../../../../docs/01-gil.md)
@NullMarked
package handbook.core.gil;

import org.jspecify.annotations.NullMarked;
