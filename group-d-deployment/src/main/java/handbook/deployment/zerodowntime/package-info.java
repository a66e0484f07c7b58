/// Deploy at noon under load with zero failed requests. Rolling, blue-green, canary: how, and what still goes wrong?
///
/// Answer: [docs/05-zero-downtime.md](../../../../../../docs/05-zero-downtime.md)
@NullMarked
package handbook.deployment.zerodowntime;

import org.jspecify.annotations.NullMarked;
