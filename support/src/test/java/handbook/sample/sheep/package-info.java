/// How do you count sheep?
///
/// Answer: [docs/01-sheep.md](../../../../../../docs/01-sheep.md)
@NullMarked
package handbook.sample.sheep;

import org.jspecify.annotations.NullMarked;
