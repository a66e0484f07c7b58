/// Ten thousand slow calls, or one heavy computation: threads, processes or async? What changed with virtual threads?
///
/// Answer: [docs/01-threads-processes-async.md](../../../../../../docs/01-threads-processes-async.md)
@NullMarked
package handbook.concurrency.model;

import org.jspecify.annotations.NullMarked;
