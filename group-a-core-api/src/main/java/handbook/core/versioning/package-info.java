/// You must change the API and may not break old clients. How do you version it?
///
/// Answer: [docs/04-api-versioning.md](../../../../../../docs/04-api-versioning.md)
@NullMarked
package handbook.core.versioning;

import org.jspecify.annotations.NullMarked;
