/// Protect this API from abuse: 100 requests per second and client. Which algorithm, where does the counter live, and can I get 200 through anyway?
///
/// Answer: [docs/02-rate-limiting.md](../../../../../../docs/02-rate-limiting.md)
@NullMarked
package handbook.performance.ratelimiting;

import org.jspecify.annotations.NullMarked;
