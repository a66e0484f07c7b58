/// You have four instances. Who decides which one answers, what does that do to sessions, and what happens when one of
/// them turns slow instead of dead?
///
/// Answer: [docs/02-load-balancing.md](../../../../../../docs/02-load-balancing.md)
@NullMarked
package handbook.scalability.loadbalancing;

import org.jspecify.annotations.NullMarked;
