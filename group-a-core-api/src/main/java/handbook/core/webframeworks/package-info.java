/// Flask, FastAPI or Django for a large API: and which three would you weigh in Java?
///
/// Answer: [docs/03-web-frameworks.md](../../../../../../docs/03-web-frameworks.md)
@NullMarked
package handbook.core.webframeworks;

import org.jspecify.annotations.NullMarked;
