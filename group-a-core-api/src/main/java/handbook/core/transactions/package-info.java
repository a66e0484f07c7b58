/// What is ACID, what do the isolation levels really do, and when do you pay for a high one?
///
/// Answer: [docs/06-transactions.md](../../../../../../docs/06-transactions.md)
@NullMarked
package handbook.core.transactions;

import org.jspecify.annotations.NullMarked;
