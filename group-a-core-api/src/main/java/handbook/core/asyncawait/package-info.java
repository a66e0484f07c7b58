/// Python has async/await. What do you use in Java for thousands of waiting calls, and when is it the wrong tool?
///
/// Answer: [docs/02-async-await.md](../../../../../../docs/02-async-await.md)
@NullMarked
package handbook.core.asyncawait;

import org.jspecify.annotations.NullMarked;
